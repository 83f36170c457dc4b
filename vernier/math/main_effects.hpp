#pragma once
// The additive model of factors with levels, y = mean + effect of each factor's level + error, by least squares.
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace vernier {

/// Observations of factors at levels. A cell is the level of one factor in one run, 0 to levels[factor] - 1.
struct FactorTable {
  std::vector<int> levels;              ///< one for each factor
  std::vector<std::vector<int>> cells;  ///< [run][factor]
  std::vector<double> values;           ///< [run], finite
};

/// Holds for any table: runs may be missing or repeated, levels uneven or never seen. In an orthogonal table the
/// effects are the level means less the grand mean and the sums of squares add up to the total; elsewhere the effects
/// are those of least squares (of several solutions the smallest) and a sum of squares is what the residual grows by
/// when the factor is left out (type III).
struct MainEffects {
  double mean = 0;                            ///< of all values
  std::vector<std::vector<int>> counts;       ///< [factor][level]
  std::vector<std::vector<double>> averages;  ///< [factor][level] plain mean of the values; NaN where never seen
  std::vector<std::vector<double>> effects;   ///< [factor][level], weighted mean 0 over the runs; NaN where never seen
  std::vector<double> sum_squares;            ///< [factor]
  std::vector<int> freedom;                   ///< [factor] degrees of freedom: 0 when inseparable from other factors
  double total_squares = 0;                   ///< about the mean
  int total_freedom = 0;                      ///< runs - 1
  double residual_squares = 0;
  int residual_freedom = 0;

  /// The model's value for a run with these levels; factors with `use[j] == false` are left out (empty: all are used).
  [[nodiscard]] double predict(std::span<const int> levels, const std::vector<bool>& use = {}) const;
};

/// Throws InvalidArgument for an empty table, uneven rows, and cells out of range.
[[nodiscard]] MainEffects fit_main_effects(const FactorTable& table);

/// The combination of levels of the least prediction among those that `accept` takes, looked for in the order of
/// prediction among the first 20,000; of factor j the first choices[j] levels are eligible, as far as they were seen.
/// Nothing where a factor has no eligible level, or nothing was accepted.
[[nodiscard]] std::optional<std::vector<int>> least_prediction(
    const MainEffects& fit, std::span<const int> choices,
    const std::function<bool(std::span<const int> levels)>& accept);

/// The variance of predict(levels, use) in units of the error variance, with the mean's own: 1 / (effective number of
/// repetitions). In an orthogonal table (1 + degrees of freedom used) / runs, as Taguchi has it. Infinite where a level
/// was never seen.
[[nodiscard]] double prediction_variance(const FactorTable& table, std::span<const int> levels,
                                         const std::vector<bool>& use);

}  // namespace vernier
