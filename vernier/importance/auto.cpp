// The method that suits a study.
#include <algorithm>

#include "vernier/importance/importance.hpp"
#include "vernier/importance/support/factor_levels.hpp"
#include "vernier/importance/support/trial_forest.hpp"

namespace vernier {
namespace {

/// Every parameter has levels of its own, in proportional frequencies.
bool is_balanced_design(const History& history, const std::vector<const TrialRecord*>& trials) {
  constexpr int bins = 5;
  const LeveledTrials leveled = level_trials(history, trials, bins);
  FactorTable table;
  for (const LeveledFactor& factor : leveled.factors) {
    if (factor.grouped) return false;
    table.levels.push_back(factor.levels());
  }
  for (std::size_t i = 0; i < trials.size(); ++i) {
    std::vector<int>& row = table.cells.emplace_back();
    for (const LeveledFactor& factor : leveled.factors) row.push_back(factor.cells[i]);
    table.values.push_back(0);
  }
  return balanced_table(table);
}

class AutoImportance : public ImportanceEvaluator {
 public:
  std::vector<Importance> evaluate(const History& history, Rng rng) const override {
    return make_importance(std::string(suitable_importance(history)))->evaluate(history, rng);
  }
};

}  // namespace

std::string_view suitable_importance(const History& history) {
  const std::vector<const TrialRecord*> trials = history.complete();
  const bool forest = trials.size() >= fewest_forest_trials && !is_balanced_design(history, trials);
  return forest ? "fanova" : "main_effects";
}

const ImportanceInfo& importance_auto() {
  static const ImportanceInfo info{.name = "auto",
                                   .summary = "main_effects for a balanced design and for few trials, else fanova",
                                   .cites = "-",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<ImportanceEvaluator, AutoImportance, NoOptions>};
  return info;
}

}  // namespace vernier
