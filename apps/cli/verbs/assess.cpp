#include <fmt/core.h>

#include "apps/cli/assessment_view.hpp"
#include "apps/cli/common_options.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/tune/stored_plan.hpp"

namespace vernier::cli {
namespace {

class AssessVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add(app, true);
    whole_number(app.add_option("--repeats", options_.repeats, "seeds with which each configuration is trained"), 1,
                 1000)
        ->capture_default_str();
    whole_number(app.add_option("--finalists", options_.finalists,
                                "configurations of the study: the recommended one, then the best others"),
                 1, 100)
        ->capture_default_str();
    whole_number(app.add_option("--baseline-trials", options_.baseline_trials,
                                "trials of random search (default: as many epochs as the study used)"),
                 1);
    app.add_flag("!--no-random-search", options_.random_search, "spare the time of random search at equal cost");
    whole_number(app.add_option("--nested", options_.nested,
                                "folds of nested cross-validation, for small data: a whole search in each"),
                 3, 100)
        ->type_name("FOLDS");
    whole_number(app.add_option("--jobs", options_.jobs, "trainings side by side"), 1, 1024)->capture_default_str();
    app.add_flag("-q,--quiet", quiet_, "no progress on stderr");
    add_data_folder(app, data_folder_);
    add_json(app, json_);
  }

  int run(Console& console) override {
    const Study study = load_study(selection_);
    const tune::Plan plan = tune::plan_of(study, data_folder_);
    const Interrupt interrupt;
    try {
      const evaluation::Assessment assessment = assess_with_progress(console, plan, study, options_, interrupt, quiet_);
      json_ ? console.print_json(to_json(assessment)) : print_assessment(console, assessment);
      return assessment.find(evaluation::Role::recommended) != nullptr ? exit_done : exit_nothing_succeeded;
    } catch (const StopRequested&) {
      console.say("interrupted; nothing was kept");
      return exit_interrupted;
    }
  }

 private:
  StudySelection selection_;
  evaluation::AssessOptions options_;
  std::string data_folder_;
  bool quiet_ = false;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_assess() {
  static const VerbInfo info{
      .name = "assess",
      .summary = "what tuning gained, beside default settings and random search at equal cost",
      .group = VerbGroup::look,
      .details =
          "Trains the recommended configuration, the default settings and what a random search of equal cost found "
          "once "
          "for each of several seeds, and judges all on the test part, which no search has seen: the gain with its "
          "interval, the probability of an improvement, how far the best trial's value flatters, what a budget is "
          "worth. "
          "The study must be one of 'vernier tune', whose data are read anew. The result is kept with the study. Where "
          "tuning gained nothing it says so; docs/evaluation.md tells what each number means.\n\n"
          "Examples:\n  vernier assess digits --jobs 2\n  vernier assess digits --no-random-search --repeats 5 --json",
      .make = &make_verb<AssessVerb>};
  return info;
}

}  // namespace vernier::cli
