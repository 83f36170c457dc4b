#include <chrono>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/interrupt.hpp"
#include "apps/cli/program_options.hpp"
#include "apps/cli/report_page.hpp"
#include "apps/cli/search_result.hpp"
#include "apps/cli/search_view.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/study_tables.hpp"
#include "vernier/workers/program_objective.hpp"

namespace vernier::cli {
namespace {

class RunVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app_ = &app;
    options_.add(app);
    app.add_option("--study", selection_.study, "the name of the study (default: that of the file)")
        ->type_name("STUDY");
    selection_.add_storage(app);
    search_.add(app);
    app.add_option("--out", out_,
                   "where each trial has a folder of its own, DIR/STUDY/NUMBER, beside DIR/STUDY/report.html")
        ->type_name("DIR")
        ->capture_default_str()
        ->group("Program");
    app.add_flag("--dry-run", dry_run_, "show the command of the first trial and write nothing")->group("Program");
    add_json(app, json_);
  }

  bool take_command(std::vector<std::string> words) override {
    options_.command = std::move(words);
    return true;
  }

  int run(Console& console) override {
    ProgramExperiment experiment = options_.read(*app_);
    search_.overrule(experiment.study, selection_, *app_);
    const Program program = program_from_json(experiment.program, options_.folder(), options_.where());
    name_objective(experiment.space.objectives, program.reads);
    check_program(program, experiment.space.space, objective_names(experiment.space.objectives), jobs(experiment));
    const WorkingCopy copy(program);
    DevicePool devices(program.devices, jobs(experiment));
    if (dry_run_) return show_first_trial(console, program, copy, devices, experiment);

    Launcher launcher;  // before anything that its keeper would inherit
    const auto begin = std::chrono::steady_clock::now();
    Interrupt interrupt;
    const std::string storage = experiment.study.storage.value_or(selection_.storage);
    check_folder_of_study(out_, storage, experiment.study.name.value_or(experiment.name));
    Study study = open(experiment, storage);
    hold_to_program(study, program, out_);
    ProgramObjective objective(launcher, program, copy, devices, study, out_);
    const StopReason reason = search(console, study, objective, experiment, interrupt);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    json_ ? console.print_json(result_json(study, reason, seconds)) : print_result(console, study, reason, seconds);
    console.flush();
    if (has_report_page()) {
      write_report_page(study, {.storage = storage}, folder_of_study(out_, study.options().name) / "report.html");
    }
    if (reason == StopReason::interrupted) {
      console.say("interrupted; the same command continues");
      return exit_interrupted;
    }
    return study.counts().complete > 0 ? exit_done : exit_nothing_succeeded;
  }

 private:
  static int jobs(const ProgramExperiment& experiment) { return experiment.study.jobs.value_or(1); }
  static std::optional<std::int64_t> trials(const StudyBlock& block) {
    return block.trials || block.budget ? block.trials : std::optional<std::int64_t>(40);
  }

  [[nodiscard]] static Study open(const ProgramExperiment& experiment, const std::string& storage) {
    const StudyBlock& block = experiment.study;
    const Window window = block.window ? Window{*block.window} : Window::for_jobs(jobs(experiment));
    return Study::open(storage, {.name = block.name.value_or(experiment.name),
                                 .objectives = experiment.space.objectives,
                                 .space = experiment.space.space,
                                 .resource = experiment.space.resource,
                                 .sampler = block.sampler.value_or("auto"),
                                 .pruner = block.pruner.value_or("auto"),
                                 .seed = block.seed,
                                 .window = window,
                                 .warm_start = block.warm_start});
  }

  StopReason search(Console& console, Study& study, ProgramObjective& objective, const ProgramExperiment& experiment,
                    const Interrupt& interrupt) {
    const StudyBlock& block = experiment.study;
    SearchView view(console, {.limits = {trials(block), block.timeout},
                              .objectives = objectives_of(study),
                              .step = step_name(study),
                              .quiet = search_.quiet,
                              .live = search_.live,
                              .json = json_,
                              .stop = interrupt.token()});
    view.begin(study);
    OptimizeOptions limits{
        .n_trials = trials(block),
        .resource = block.budget,
        .n_jobs = jobs(experiment),
        .stop = interrupt.token(),
        .on_start = [&](const TrialRecord& trial) { view.started(trial); },
        .on_report = [&](const TrialRecord& trial, Decision decision) { view.reported(trial, decision); },
        .on_end = [&](const TrialRecord& trial) { view.ended(trial); }};
    if (block.timeout) limits.timeout = std::chrono::duration<double>(*block.timeout);
    const StopReason reason = optimize_program(study, objective, std::move(limits));
    view.finish();
    return reason;
  }

  static void print_result(Console& console, const Study& study, StopReason reason, double seconds) {
    print_search(console, study, reason, seconds, step_name(study));
    if (objectives_of(study).size() > 1 || study.counts().complete == 0) return;
    const TrialRecord best = *study.best_trial();
    console.print_heading(fmt::format("Best configuration: trial {}, {} {}", best.number, objectives_of(study)[0].name,
                                      table_number(best.values.front())));
    console.print_table(params_table(best.params));
  }

  static Json result_json(const Study& study, StopReason reason, double seconds) {
    const TrialCounts counts = study.counts();
    Json json{{"study", study.options().name}, {"best", nullptr}};
    if (objectives_of(study).size() > 1) {
      json["best"] = front_json(study);
    } else if (const auto best = study.best_trial()) {
      json["best"] = values_json(*best);
    }
    json["trials"] = {{"complete", counts.complete}, {"pruned", counts.pruned_in_all()}, {"failed", counts.failed}};
    if (study.options().resource) json["epochs"] = study.resource_used();
    json["seconds"] = seconds;
    json["stopped"] = to_string(reason);
    return json;
  }

  int show_first_trial(Console& console, const Program& program, const WorkingCopy& copy, DevicePool& devices,
                       const ProgramExperiment& experiment) const {
    Study study = open(experiment, "memory://");
    const Trial trial = study.ask();
    const DevicePool::Share share = devices.take();
    const TrialPlace place{.study = study.options().name,
                           .number = trial.number(),
                           .study_seed = study.options().seed.value_or(0),
                           .folder = folder_of_study(out_, study.options().name) / std::to_string(trial.number()),
                           .devices = share.names()};
    const Command command = trial_command(program, trial.params(), place);
    const auto edited = copy.edited(placeholder_values(program, trial.params(), place));
    if (json_) {
      console.print_json({{"trial", trial.number()},
                          {"params", to_json(trial.params())},
                          {"command", command.words},
                          {"folder", command.folder.string()},
                          {"environment", command.environment},
                          {"edited", edited}});
      return exit_done;
    }
    console.print_line(shell_line(command.words));
    console.print_line("in " + command.folder.string());
    for (const std::string& variable : command.environment) console.print_line("with " + variable);
    for (const auto& [file, text] : edited) {
      console.print_heading(file);
      console.print(text);
    }
    return exit_done;
  }

  ProgramOptions options_;
  StudySelection selection_;
  SearchOptions search_;
  std::string out_ = "runs";
  bool dry_run_ = false;
  bool json_ = false;
  const CLI::App* app_ = nullptr;
};

}  // namespace

const VerbInfo& verb_run() {
  static const VerbInfo info{
      .name = "run",
      .summary = "tune any program in any language",
      .group = VerbGroup::search,
      .details =
          "The program gets its parameters by {placeholders} of its command, by VERNIER_PARAM_NAME in its environment, "
          "or from {params_file}, and says its result in the last line of its output, or as --reads tells. The same "
          "command again continues the study.\n\n"
          "Examples:\n  vernier run --space space.yaml --trials 50 --jobs 2 -- python train.py --lr {learning_rate}\n"
          "  vernier run --space space.yaml --reads keras:value=val_loss -- python train.py {params_file}\n"
          "  vernier run experiment.yaml --devices 0,1,2,3 --jobs 4 --retry 2 --retry-on 137\n"
          "  vernier run experiment.yaml --dry-run",
      .make = &make_verb<RunVerb>};
  return info;
}

}  // namespace vernier::cli
