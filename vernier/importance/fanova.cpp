// Functional analysis of variance: the variance of a forest of the results, divided among the parameters.
#include <algorithm>

#include "vernier/importance/importance.hpp"
#include "vernier/importance/support/ranking.hpp"
#include "vernier/importance/support/trial_forest.hpp"
#include "vernier/math/functional_anova.hpp"

namespace vernier {
namespace {

struct FanovaOptions {
  std::int64_t trees = 16;
  std::int64_t interactions = 0;
  std::int64_t objective = 0;
  static void describe(OptionFields<FanovaOptions>& field) {
    field("trees", &FanovaOptions::trees, "trees of the forest").between(2, 1000);
    field("interactions", &FanovaOptions::interactions,
          "the number of most important parameters whose pairs are judged too")
        .between(0, 50);
    field("objective", &FanovaOptions::objective, "which objective, counted from 0").at_least(0);
  }
};

class FanovaImportance : public ImportanceEvaluator {
 public:
  explicit FanovaImportance(FanovaOptions options) : options_(options) {}

  std::vector<Importance> evaluate(const History& history, Rng rng) const override {
    const TrialGrid grid = grid_trials(history, static_cast<std::size_t>(options_.objective));
    GridForestOptions forest_options;
    forest_options.trees = static_cast<std::size_t>(options_.trees);
    const GridForest forest(grid.rows, forest_options, rng.split("forest"));
    const FunctionalAnova anova =
        analyse_variance(forest, static_cast<std::size_t>(options_.interactions), rng.split("rest"));
    const auto parameters = history.space->parameters();
    std::vector<Importance> result;
    for (const FunctionalAnova::Share& share : anova.axes) {
      result.push_back(importance_of(parameters[share.first].name, share, anova.total));
    }
    for (const FunctionalAnova::Share& share : anova.pairs) {
      result.push_back(importance_of(parameters[share.first].name, share, anova.total));
      result.back().with = parameters[share.second].name;
    }
    return ranked(std::move(result));
  }

 private:
  static Importance importance_of(const std::string& name, const FunctionalAnova::Share& share, double total) {
    if (!(total > 0)) return {name, 0, 0, 0};  // no split was worth it
    const TreeShares trees = summarise_trees(share.trees);
    return {name, share.variance / total, std::clamp(trees.low / total, 0.0, 1.0),
            std::clamp(trees.high / total, 0.0, 1.0)};
  }

  FanovaOptions options_;
};

}  // namespace

const ImportanceInfo& importance_fanova() {
  static const ImportanceInfo info{
      .name = "fanova",
      .summary = "share of the variance of a random forest of the results, over the whole space; interactions",
      .cites = "Hutter, Hoos, Leyton-Brown 2014, An efficient approach for assessing hyperparameter importance",
      .options = option_table<FanovaOptions>(),
      .make = &make_with<ImportanceEvaluator, FanovaImportance, FanovaOptions>};
  return info;
}

}  // namespace vernier
