#include <filesystem>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/interrupt.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/text_table.hpp"
#include "vernier/workers/program_objective.hpp"

namespace vernier::cli {
namespace {

class RerunVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    whole_number(app.add_option("trial", number_, "the number of the trial"), 0)->required();
    selection_.add(app, false);
    add_json(app, json_);
  }

  int run(Console& console) override {
    Launcher launcher;
    const Study study = load_study(selection_);
    const Json stored = study.attributes().value("program", Json());
    if (!stored.is_object()) {
      throw InvalidArgument(fmt::format("study '{}' was not made by 'vernier run'", study.options().name),
                            "a study of a program");
    }
    const auto trial = study.trial(number_);
    if (!trial) throw NotFound(fmt::format("there is no trial {}", number_));
    const Program program = program_from_json(stored.at("block"), stored.at("folder").get<std::string>(), "program");
    const TrialPlace place = place_of(study, program, stored.at("out").get<std::string>());
    const std::vector<Objective> objectives = objectives_of(study);
    std::filesystem::remove_all(place.folder);
    prepare_trial(program, WorkingCopy(program), trial->params, place);
    const AttemptPlan plan{.command = trial_command(program, trial->params, place),
                           .limits = program.limits,
                           .objectives = objective_names(objectives),
                           .out_log = place.folder / "stdout.log",
                           .err_log = place.folder / "stderr.log"};
    console.say(shell_line(plan.command.words));
    const Interrupt interrupt;
    std::vector<Report> reports;
    const auto report = [&](const ReportRead& read) {
      const double step = read.step.value_or(static_cast<double>(reports.size() + 1));
      if (reports.empty() || step > reports.back().step) reports.push_back({step, read.values});
      return Decision::keep;
    };
    const auto reader = reader_for(program, trial->params, place, objectives);
    const AttemptEnd end = run_attempt(launcher, plan, *reader, {.report = report, .stop = interrupt.token()});
    const Outcome outcome = outcome_of(end, program, reports, objectives);
    json_ ? console.print_json(comparison_json(*trial, outcome, place)) : print(console, *trial, outcome, place);
    if (end.cause == AttemptEnd::Cause::interrupted) return exit_interrupted;
    return outcome.state == TrialState::failed ? exit_nothing_succeeded : exit_done;
  }

 private:
  [[nodiscard]] TrialPlace place_of(const Study& study, const Program& program,
                                    const std::filesystem::path& out) const {
    TrialPlace place{.study = study.options().name,
                     .number = number_,
                     .study_seed = study.options().seed.value_or(0),
                     .folder = folder_of_study(out, study.options().name) / fmt::format("{}-rerun", number_)};
    if (!program.devices.names.empty()) {
      DevicePool devices(program.devices, 1);
      place.devices = devices.take().names();
    }
    return place;
  }

  static Json comparison_json(const TrialRecord& trial, const Outcome& outcome, const TrialPlace& place) {
    return {{"trial", trial.number},
            {"params", to_json(trial.params)},
            {"before", {{"state", to_string(trial.state)}, {"values", trial.values}, {"why", trial.why}}},
            {"now", {{"state", to_string(outcome.state)}, {"values", outcome.values}, {"why", outcome.why}}},
            {"folder", place.folder.string()}};
  }

  static std::string in_words(TrialState state, const std::vector<double>& values, const std::string& why) {
    std::vector<std::string> parts{std::string(to_string(state))};
    for (const double value : values) parts.push_back(format_number(value));
    if (!why.empty()) parts.push_back("(" + why + ")");
    return join(parts, " ");
  }

  static void print(Console& console, const TrialRecord& trial, const Outcome& outcome, const TrialPlace& place) {
    console.print_line(fmt::format("before: {}", in_words(trial.state, trial.values, trial.why)));
    console.print_line(fmt::format("now:    {}", in_words(outcome.state, outcome.values, outcome.why)));
    console.print_line(fmt::format("its files are in {}", place.folder.string()));
  }

  TrialNumber number_ = 0;
  StudySelection selection_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_rerun() {
  static const VerbInfo info{
      .name = "rerun",
      .summary = "run the program of one trial once more, with the same everything",
      .group = VerbGroup::look,
      .details =
          "The command, parameters, seed, edits and limits are those of the trial. It runs in a folder of its own "
          "without its checkpoints; the study is not changed.\n\n"
          "Examples:\n  vernier rerun 12\n  vernier rerun 12 --study digits --json",
      .make = &make_verb<RerunVerb>};
  return info;
}

}  // namespace vernier::cli
