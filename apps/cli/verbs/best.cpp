#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/figures/study_tables.hpp"
#include "vernier/trial/lineage.hpp"

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
    if (objectives.size() == 1) {
      print_recommended(console, study, front.front(), objectives.front());
    } else if (json_) {
      console.print_json(front_json(study));
    } else if (form_ == "table") {
      console.print_table(trials_table(front, objectives));
      if (const auto knee = knee_of(study)) console.print_line('\n' + knee_text(*knee));
    } else {
      for (const TrialRecord& trial : front) print_one(console, heading(trial, objectives), trial.params);
    }
    return exit_done;
  }

 private:
  /// What to deliver, and beside it the trial that looked best.
  void print_recommended(Console& console, const Study& study, const TrialRecord& luckiest,
                         const Objective& objective) const {
    const Recommendation recommended = study.recommend().value();
    const std::vector<TrialRecord> trials = study.trials();
    const std::vector<LineageStage> stages = lineage(trials, recommended.trial.number);
    if (json_) {
      Json json = recommendation_json(recommended);
      json["best_trial"] = values_json(luckiest);
      if (stages.size() > 1) json["schedule"] = schedule_json(trials, stages);
      return console.print_json(json);
    }
    const bool sure = recommended.low == recommended.high;
    std::string head =
        fmt::format("trial {}: {} {}", recommended.trial.number, objective.name, table_number(recommended.value, 7));
    if (!sure) {
      head += fmt::format(" estimated ({} to {} with 90 %; {} evaluation{})", table_number(recommended.low, 4),
                          table_number(recommended.high, 4), recommended.evaluations,
                          recommended.evaluations == 1 ? "" : "s");
    }
    print_one(console, head, recommended.trial.params);
    if (stages.size() > 1 && form_ == "table") {
      console.print_line(
          fmt::format("\nIts schedule by {}, each stage on the weights of the one before:", step_name(study)));
      console.print_table(schedule_table(trials, stages));
    }
    if (!sure && form_ == "table") {
      console.print_line(fmt::format("\nBest single trial, maybe by luck: {}", heading(luckiest, {objective})));
    }
  }

  static Json schedule_json(const std::vector<TrialRecord>& trials, const std::vector<LineageStage>& stages) {
    Json json = Json::array();
    for (const LineageStage& stage : stages) {
      const TrialRecord& trial = trials.at(static_cast<std::size_t>(stage.trial));
      json.push_back(
          {{"trial", stage.trial}, {"after", stage.from}, {"until", stage.to}, {"params", to_json(trial.params)}});
    }
    return json;
  }

  static std::string heading(const TrialRecord& trial, const std::vector<Objective>& objectives) {
    std::string head = fmt::format("trial {}:", trial.number);
    for (std::size_t k = 0; k < objectives.size(); ++k) {
      head += fmt::format(" {} {}", objectives[k].name, table_number(trial.values.at(k), 7));
    }
    return head;
  }

  void print_one(Console& console, const std::string& head, const ParamMap& params) const {
    if (form_ == "args") return console.print_line(params_as_arguments(params));
    if (form_ == "yaml") {
      console.print_line("# " + head);
      console.print(params_as_yaml(params));
    } else {
      console.print_line(head + '\n');
      console.print_table(params_table(params));
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
          "The configuration that is best by all trials together, with its estimated value: under noise the best "
          "single trial, which is shown beside it, is mostly a lucky one. Of several objectives: "
          "every trial that no other dominates, and the knee among them.\n\n"
          "Examples:\n  vernier best digits\n  python train.py $(vernier best digits --as args)",
      .make = &make_verb<BestVerb>};
  return info;
}

}  // namespace vernier::cli
