#include <filesystem>

#include <fmt/core.h>

#include "apps/cli/assessment_view.hpp"
#include "apps/cli/common_options.hpp"
#include "apps/cli/data_options.hpp"
#include "apps/cli/interrupt.hpp"
#include "apps/cli/report_page.hpp"
#include "apps/cli/search_view.hpp"
#include "apps/cli/tune_result.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/workers/command.hpp"

namespace vernier::cli {
namespace {

class TuneVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app_ = &app;
    app.add_option("data", source_, "a table or arrays to learn from, or an experiment file (.yaml)")
        ->type_name("DATA|EXPERIMENT")
        ->required();
    app.add_option("--study", selection_.study, "the name of the study (default: that of the file)")
        ->type_name("STUDY");
    selection_.add_storage(app);
    search_.add(app);
    app.add_option("--out", out_, "a folder for the best model and the report page; made where it is missing")
        ->type_name("DIR")
        ->group("Search");
    app.add_option(
           "--checkpoints", checkpoints_.number,
           "how many checkpoints of paused trials are kept; a trial whose own is gone begins again (default 1000)")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
        ->group("Search");
    app.add_option("--checkpoint-size", checkpoints_.bytes, "how large they may be together (default 4GiB)")
        ->transform(CLI::AsSizeValue(false))
        ->group("Search");
    app.add_flag("--refit,!--no-refit", refit_,
                 "train the best configuration once more, on the validation rows too (default: for a table)")
        ->group("Search");
    app.add_flag("--assess", assess_, "then train again with ten seeds to tell what tuning gained, as 'vernier assess'")
        ->group("Search");
    data_.add(app);
    add_data_folder(app, data_folder_);
    add_json(app, json_);
  }

  int run(Console& console) override {
    const tune::Plan plan = is_experiment(source_) ? plan_from_experiment() : plan_from_data();
    const tune::TuneOptions options = tune_options(plan);
    if (!search_.quiet) {
      std::fputs(data_overview(plan.task->dataset(), console.error_style()).c_str(), stderr);
    }
    for (const std::string& warning : plan.warnings) console.say("warning: " + warning);
    Interrupt interrupt;
    const tune::Report report = search(console, plan, options, interrupt);
    if (!json_) print_tune_result(console, *study_, report);
    std::optional<evaluation::Assessment> assessment;
    if (report.reason != StopReason::interrupted && report.best) assessment = assess(console, plan, options, interrupt);
    if (json_) {
      Json json = report.to_json();
      if (assessment) json["assessment"] = to_json(*assessment);
      console.print_json(json);
    }
    console.flush();
    if (!out_.empty() && has_report_page()) {
      write_report_page(*study_,
                        {.storage = options.storage, .model = report.model, .assessment = report_assessment(report)},
                        std::filesystem::path(out_) / "report.html");
    }
    if (interrupt.requested()) {
      console.say("interrupted; the same command continues");
      return exit_interrupted;
    }
    return report.best ? exit_done : exit_nothing_succeeded;
  }

 private:
  [[nodiscard]] tune::Plan plan_from_experiment() {
    Experiment experiment = data_.experiment(source_, data_folder_);
    block_ = tune::study_block(experiment);
    search_.overrule(block_, selection_, *app_);
    return tune::plan_experiment(std::move(experiment), block_.seed.value_or(0));
  }

  [[nodiscard]] tune::Plan plan_from_data() {
    search_.overrule(block_, selection_, *app_);
    return tune::plan_table(data_.block(source_), data_folder_, block_.seed.value_or(0));
  }

  [[nodiscard]] tune::TuneOptions tune_options(const tune::Plan& plan) const {
    tune::TuneOptions options = tune::options_from_study_block(block_);
    if (options.study.empty()) options.study = plan.experiment.name;
    options.out = out_;
    options.checkpoints = checkpoints_;
    if (app_->count("--refit") > 0) options.refit = refit_;
    return options;
  }

  [[nodiscard]] tune::Report search(Console& console, const tune::Plan& plan, const tune::TuneOptions& options,
                                    const Interrupt& interrupt) {
    SearchView view(console, {.limits = {options.trials_in_all(), options.timeout},
                              .objectives = {{plan.experiment.goal.metric, plan.experiment.goal.direction}},
                              .step = "epoch",
                              .quiet = search_.quiet,
                              .live = search_.live,
                              .json = json_,
                              .stop = interrupt.token()});
    tune::TuneHooks hooks;
    hooks.stop = interrupt.token();
    hooks.on_open = [&](const Study& study) {
      study_ = study;
      view.begin(study);
    };
    hooks.on_start = [&](const TrialRecord& trial) { view.started(trial); };
    hooks.on_report = [&](const TrialRecord& trial, Decision decision) { view.reported(trial, decision); };
    hooks.on_end = [&](const TrialRecord& trial) { view.ended(trial); };
    hooks.on_searched = [&] { view.finish(); };
    return tune::run(plan, options, hooks);
  }

  /// What --assess asks for; else the way to it.
  [[nodiscard]] std::optional<evaluation::Assessment> assess(Console& console, const tune::Plan& plan,
                                                             const tune::TuneOptions& options,
                                                             const Interrupt& interrupt) const {
    if (!assess_) {
      if (!json_ && options.storage != "memory://") {
        std::vector<std::string> words{"vernier", "assess", study_->options().name};
        if (options.storage != StudySelection{}.storage) words.insert(words.end(), {"--storage", options.storage});
        console.print_line("Each was trained once. Other seeds, random search and intervals: " + shell_line(words));
      }
      return std::nullopt;
    }
    tune::Plan same = plan;
    same.refit = options.refit.value_or(plan.refit);
    try {
      auto assessment = assess_with_progress(console, same, *study_, {.jobs = options.jobs}, interrupt, search_.quiet);
      if (!json_) print_assessment(console, assessment);
      return assessment;
    } catch (const StopRequested&) {
      return std::nullopt;
    }
  }

  std::string source_;
  StudySelection selection_;
  SearchOptions search_;
  DataFlags data_;
  std::string data_folder_;
  std::string out_;
  tune::CheckpointLimits checkpoints_;
  bool refit_ = false;
  bool assess_ = false;
  bool json_ = false;
  const CLI::App* app_ = nullptr;
  StudyBlock block_;
  std::optional<Study> study_;
};

}  // namespace

const VerbInfo& verb_tune() {
  static const VerbInfo info{
      .name = "tune",
      .summary = "tune a network for a table or arrays, or as an experiment file says",
      .group = VerbGroup::search,
      .details =
          "For a bare table everything is chosen: the task, the loss, the pre-processing and the search space. Trials "
          "are compared by their loss on a fifth of the rows, which is held back from training. Rows of the test part "
          "are never seen by the search. The same command again continues the study.\n\n"
          "Examples:\n  vernier tune digits.csv --target digit --trials 40 --jobs 2 --out result\n"
          "  vernier tune adult.csv --target income --test adult_test.csv\n"
          "  vernier tune digits.arff --target class --test \"last: 1797\" --json\n"
          "  vernier tune experiment.yaml --timeout 10m",
      .make = &make_verb<TuneVerb>};
  return info;
}

}  // namespace vernier::cli
