#pragma once
// The plots of a study, from its trials.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "vernier/figures/figure.hpp"
#include "vernier/importance/factor_analysis.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/fronts.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// Complete trials with finite values, best first by this objective; equals in the order of their numbers.
[[nodiscard]] std::vector<const TrialRecord*> ranked_trials(std::span<const TrialRecord> trials,
                                                            std::span<const Objective> objectives,
                                                            std::size_t objective = 0);

/// The value of every trial, NaN unless it is complete with a finite one.
[[nodiscard]] std::vector<double> value_column(std::span<const TrialRecord> trials, std::size_t objective);

/// The value of each trial and the best so far, over the trial's number; pruned trials by their last report. Trials far
/// worse than the bulk are drawn at the edge.
[[nodiscard]] Figure history_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                    std::size_t objective = 0);

/// What the best `count` trials reported, over the step; `resource` names the step ("epochs").
[[nodiscard]] Figure curves_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                   const std::string& resource, std::size_t count = 5, std::size_t objective = 0);

/// What all trials reported, over the step: the best five, the others as one series (of more than `most` an even
/// sample), and where there are at least ten of them the median and the middle 80 % at each step. Without series where
/// nothing was reported twice.
[[nodiscard]] Figure all_curves_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                       const std::string& resource, std::size_t objective = 0, std::size_t most = 300);

/// The share of complete trials whose value is at most x, as steps; of more than 1,000 trials at 1,000 even ranks.
[[nodiscard]] Figure ecdf_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                 std::size_t objective = 0);

/// The non-dominated trials of two objectives among all complete ones.
[[nodiscard]] Figure pareto_figure(std::span<const TrialRecord> trials, std::span<const TrialRecord> front,
                                   std::span<const Objective> objectives);

/// The hypervolume of all trials so far over the trial's number.
[[nodiscard]] Figure hypervolume_figure(std::span<const HypervolumePoint> curve);

/// The mean result at each level of one factor.
struct FactorEffect {
  std::string factor;
  std::vector<std::string> levels;
  std::vector<double> means;
};
/// The freed means of every factor.
[[nodiscard]] std::vector<FactorEffect> factor_effects(const FactorAnalysis& analysis);
/// The classical main-effect plot: one short line for each factor, side by side on one scale.
[[nodiscard]] Figure main_effects_figure(std::span<const FactorEffect> effects, const std::string& y_label);

/// One importance; `low` and `high` bound it where the method says how sure it is (else NaN).
struct ImportanceBar {
  std::string name;
  double importance = 0;
  double low = 0;
  double high = 0;
};
[[nodiscard]] Figure importance_figure(std::span<const ImportanceBar> bars);

}  // namespace vernier
