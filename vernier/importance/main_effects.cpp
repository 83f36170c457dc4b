// Main effects: the share of the total sum of squares that each parameter's levels explain.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/importance/factor_analysis.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/importance/support/ranking.hpp"

namespace vernier {
namespace {

struct MainEffectsOptions {
  int bins = 5;
  int objective = 0;
  static void describe(OptionFields<MainEffectsOptions>& field) {
    field("bins", &MainEffectsOptions::bins, "groups into which a parameter without repeated values is cut")
        .between(2, 64);
    field("objective", &MainEffectsOptions::objective, "which objective, counted from 0").at_least(0);
  }
};

class MainEffectsImportance : public ImportanceEvaluator {
 public:
  explicit MainEffectsImportance(MainEffectsOptions options) : options_(options) {}

  std::vector<Importance> evaluate(const History& history, Rng) const override {
    const FactorAnalysis analysis =
        analyse_factors(history, {.objective = static_cast<std::size_t>(options_.objective), .bins = options_.bins});
    if (std::none_of(analysis.factors.begin(), analysis.factors.end(), [](const auto& f) { return f.freedom > 0; })) {
      throw InvalidState(fmt::format("{} complete trials cannot tell the effects of {} parameters apart", analysis.runs,
                                     analysis.factors.size()),
                         "more trials than levels of all parameters together", "Run more trials, then ask again.");
    }
    std::vector<Importance> result;
    for (const FactorReport& factor : analysis.factors) result.push_back({factor.name, factor.share, {}, {}});
    for (const std::string& name : analysis.constant) result.push_back({name, 0, {}, {}});
    return ranked(std::move(result));
  }

 private:
  MainEffectsOptions options_;
};

}  // namespace

const ImportanceInfo& importance_main_effects() {
  static const ImportanceInfo info{.name = "main_effects",
                                   .summary = "share of the variation between the levels of each parameter (ANOVA)",
                                   .cites = "Taguchi 1987",
                                   .aliases = {"anova"},
                                   .options = option_table<MainEffectsOptions>(),
                                   .make = &make_with<ImportanceEvaluator, MainEffectsImportance, MainEffectsOptions>};
  return info;
}

}  // namespace vernier
