#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

class TrialsVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add(app, true);
    app.add_option("--state", states_, "only these states, comma-separated: running, complete, pruned, failed, paused")
        ->type_name("STATE,...");
    app.add_option("--sort", sort_, "trial, value (best first), seconds, or a parameter")
        ->type_name("KEY")
        ->capture_default_str();
    whole_number(app.add_option("--limit", limit_, "only the first N after sorting"), 0);
    add_json(app, json_);
  }

  int run(Console& console) override {
    const Study study = load_study(selection_);
    std::vector<TrialRecord> trials = study.trials();
    const std::vector<Objective> objectives = objectives_of(study);
    keep_states(trials);
    sort_trials(trials, objectives);
    const std::size_t found = trials.size();
    if (limit_ && found > *limit_) trials.resize(*limit_);
    if (json_) {
      Json json = Json::array();
      for (const TrialRecord& trial : trials) json.push_back(to_json(trial));
      console.print_json(json);
    } else {
      console.print_table(trials_table(trials, objectives));
      if (found > trials.size()) console.print_line(fmt::format("({} more)", found - trials.size()));
    }
    return exit_done;
  }

 private:
  void keep_states(std::vector<TrialRecord>& trials) const {
    if (states_.empty()) return;
    std::set<TrialState> wanted;
    for (const std::string& word : split(states_, ',')) wanted.insert(trial_state_from_text(trim(word)));
    std::erase_if(trials, [&](const TrialRecord& trial) { return !wanted.contains(trial.state); });
  }

  void sort_trials(std::vector<TrialRecord>& trials, const std::vector<Objective>& objectives) const {
    if (sort_ == "trial") return;
    if (sort_ == "value") {
      const bool down = objectives.front().direction == Direction::maximize;
      const auto loss = [&](const TrialRecord& trial) {
        if (trial.values.empty() || std::isnan(trial.values.front())) return INFINITY * 1.0;
        return down ? -trial.values.front() : trial.values.front();
      };
      std::stable_sort(trials.begin(), trials.end(), [&](const TrialRecord& a, const TrialRecord& b) {
        return std::pair(a.state != TrialState::complete, loss(a)) <
               std::pair(b.state != TrialState::complete, loss(b));
      });
    } else if (sort_ == "seconds") {
      std::stable_sort(trials.begin(), trials.end(),
                       [](const TrialRecord& a, const TrialRecord& b) { return a.seconds > b.seconds; });
    } else {
      sort_by_parameter(trials);
    }
  }

  void sort_by_parameter(std::vector<TrialRecord>& trials) const {
    std::set<std::string> names;
    for (const TrialRecord& trial : trials) {
      for (const auto& [name, value] : trial.params) names.insert(name);
    }
    if (!names.contains(sort_)) {
      std::vector<std::string> known{"trial", "value", "seconds"};
      known.insert(known.end(), names.begin(), names.end());
      throw InvalidArgument(fmt::format("--sort is '{}'", sort_), "trial, value, seconds or a parameter of the study",
                            suggest(sort_, known));
    }
    // Trials without the parameter come last.
    std::stable_sort(trials.begin(), trials.end(), [&](const TrialRecord& a, const TrialRecord& b) {
      const auto x = a.params.find(sort_), y = b.params.find(sort_);
      if (x == a.params.end() || y == b.params.end()) return x != a.params.end() && y == b.params.end();
      const auto p = as_number(x->second), q = as_number(y->second);
      return p && q ? *p < *q : to_text(x->second) < to_text(y->second);
    });
  }

  StudySelection selection_;
  std::string states_;
  std::string sort_ = "trial";
  std::optional<std::size_t> limit_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_trials() {
  static const VerbInfo info{.name = "trials",
                             .summary = "list the trials of a study",
                             .group = VerbGroup::look,
                             .details =
                                 "Examples:\n  vernier trials digits --sort value --limit 10\n"
                                 "  vernier trials digits --state failed --json",
                             .make = &make_verb<TrialsVerb>};
  return info;
}

}  // namespace vernier::cli
