#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

class BestVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add(app, true);
    add_choice(app, "--as", form_, {"table", "yaml", "args"}, "how the configuration is written");
    add_json(app, json_);
  }

  int run(Console& console) override {
    const Study study = load_study(selection_);
    const std::vector<TrialRecord> front = study.pareto();
    if (front.empty()) {
      if (json_) console.print_json(nullptr);
      console.say(fmt::format("no trial of '{}' has completed", study.options().name));
      return exit_nothing_succeeded;
    }
    const std::vector<Objective> objectives = objectives_of(study);
    if (json_ && objectives.size() > 1) {
      console.print_json(front_json(study));
    } else if (json_) {
      console.print_json(recommendation_json(front.front()));
    } else if (form_ == "table" && objectives.size() > 1) {
      console.print_table(trials_table(front, objectives));
      if (const auto knee = knee_of(study)) console.print_line('\n' + knee_text(*knee));
    } else {
      for (const TrialRecord& trial : front) print_one(console, trial, objectives);
    }
    return exit_done;
  }

 private:
  void print_one(Console& console, const TrialRecord& trial, const std::vector<Objective>& objectives) const {
    if (form_ == "args") return console.print_line(params_as_arguments(trial.params));
    std::string head = fmt::format("trial {}:", trial.number);
    for (std::size_t k = 0; k < objectives.size(); ++k) {
      head += fmt::format(" {} {}", objectives[k].name, table_number(trial.values.at(k), 7));
    }
    if (form_ == "yaml") {
      console.print_line("# " + head);
      console.print(params_as_yaml(trial.params));
    } else {
      console.print_line(head + '\n');
      console.print_table(params_table(trial.params));
    }
  }

  StudySelection selection_;
  std::string form_ = "table";
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_best() {
  static const VerbInfo info{
      .name = "best",
      .summary = "print the best configuration of a study",
      .group = VerbGroup::look,
      .details =
          "Of several objectives: every trial that no other dominates, and the knee among them.\n\n"
          "Examples:\n  vernier best digits\n  python train.py $(vernier best digits --as args)",
      .make = &make_verb<BestVerb>};
  return info;
}

}  // namespace vernier::cli
