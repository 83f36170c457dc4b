#pragma once
// From trials with parameter values to a table of factors at levels.
#include <optional>
#include <string>
#include <vector>

#include "vernier/math/main_effects.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// One factor: how its levels are told and named.
struct LeveledFactor {
  std::string name;
  bool grouped = false;
  std::vector<std::string> labels;
  std::vector<std::optional<ParamValue>> values;  ///< nothing: inactive, the last level where there is one
  std::vector<int> cells;                         ///< the level of each trial

  [[nodiscard]] int levels() const { return static_cast<int>(labels.size()); }
  /// Without "inactive".
  [[nodiscard]] int active_levels() const;
};

struct LeveledTrials {
  std::vector<LeveledFactor> factors;
  std::vector<std::string> constant;
};

/// `trials` in any order; see factor_analysis.hpp for the rule.
[[nodiscard]] LeveledTrials level_trials(const History& history, const std::vector<const TrialRecord*>& trials,
                                         int bins);

/// Whether every two factors of the table have proportional frequencies.
[[nodiscard]] bool balanced_table(const FactorTable& table);

}  // namespace vernier
