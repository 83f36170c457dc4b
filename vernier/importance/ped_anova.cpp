// PED-ANOVA: by which parameters the best trials differ from the others.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/importance/support/ranking.hpp"
#include "vernier/importance/support/trial_forest.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

struct PedAnovaOptions {
  double quantile = 0.1;
  double region = 1;
  std::int64_t objective = 0;
  static void describe(OptionFields<PedAnovaOptions>& field) {
    field("quantile", &PedAnovaOptions::quantile, "the share of the trials that counts as the best")
        .above(0)
        .at_most(1);
    field("region", &PedAnovaOptions::region, "the share of the trials that these are compared with, the best ones")
        .above(0)
        .at_most(1);
    field("objective", &PedAnovaOptions::objective, "which objective, counted from 0").at_least(0);
  }
};

/// How one parameter is distributed among some trials: a share for each cell, and for "inactive" behind them.
class CellShares {
 public:
  CellShares(const GridRows& rows, std::size_t axis, const std::vector<std::size_t>& trials) : axis_(rows.axes[axis]) {
    std::vector<double> counts(static_cast<std::size_t>(axis_.cells));
    std::vector<double> places;
    for (const std::size_t trial : trials) {
      const std::uint8_t cell = rows.cell(trial, axis);
      if (cell == GridRows::none) continue;
      counts[cell] += 1;
      places.push_back(cell);
    }
    const auto active = static_cast<double>(places.size());
    shares_.assign(counts.size() + 1, 0.0);
    const double width = axis_.category ? 0 : scott_width(places);
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
      if (counts[cell] > 0) add_kernel(cell, counts[cell], width);
    }
    // one trial's worth of the uniform distribution
    for (std::size_t cell = 0; cell < counts.size(); ++cell) shares_[cell] += 1.0 / axis_.cells;
    for (double& share : shares_) share *= active / (active + 1) / static_cast<double>(trials.size());
    shares_.back() = 1 - active / static_cast<double>(trials.size());
  }

  [[nodiscard]] const std::vector<double>& shares() const { return shares_; }

 private:
  /// Scott's rule, by the narrower of the standard deviation and the quartiles (Scott 1992); nine tenths of the
  /// narrowest kernel lie in one cell.
  static double scott_width(const std::vector<double>& places) {
    constexpr double narrowest = 0.5 / 1.64;
    if (places.size() < 2) return narrowest;
    const double quartiles = (quantile(places, 0.75) - quantile(places, 0.25)) / 1.34;
    const double spread = std::min(quartiles, std::sqrt(sample_variance(places)));
    return std::max(narrowest, 1.059 * spread * std::pow(static_cast<double>(places.size()), -0.2));
  }

  /// The mass of a normal distribution in each cell, cut off at the ends.
  void add_kernel(std::size_t centre, double count, double width) {
    if (axis_.category) {
      shares_[centre] += count;
      return;
    }
    const auto below = [&](double border) {
      return 0.5 * std::erfc(-(border - static_cast<double>(centre)) / (width * std::sqrt(2.0)));
    };
    const double first = below(-0.5);
    const double mass = below(axis_.cells - 0.5) - first;
    double left = first;
    for (std::size_t cell = 0; cell + 1 < shares_.size(); ++cell) {
      const double right = below(static_cast<double>(cell) + 0.5);
      shares_[cell] += count * (right - left) / mass;
      left = right;
    }
  }

  GridAxis axis_;
  std::vector<double> shares_;
};

/// Pearson's divergence of the best from the region.
double pearson_divergence(const std::vector<double>& best, const std::vector<double>& region) {
  double sum = 0;
  for (std::size_t k = 0; k < best.size(); ++k) {
    if (region[k] > 0) sum += (best[k] - region[k]) * (best[k] - region[k]) / region[k];
  }
  return sum;
}

class PedAnovaImportance : public ImportanceEvaluator {
 public:
  explicit PedAnovaImportance(PedAnovaOptions options) : options_(options) {
    if (!(options.quantile < options.region)) {
      throw InvalidArgument(fmt::format("ped_anova with quantile {} and region {}", options.quantile, options.region),
                            "a quantile below the region");
    }
  }

  std::vector<Importance> evaluate(const History& history, Rng) const override {
    const auto objective = static_cast<std::size_t>(options_.objective);
    const TrialGrid grid = grid_trials(history, objective);
    std::vector<double> losses;
    for (const double value : grid.rows.values) losses.push_back(history.loss(value, objective));
    const std::vector<std::size_t> best = best_trials(losses, options_.quantile);
    const std::vector<std::size_t> region = best_trials(losses, options_.region);
    if (best.size() == region.size()) {
      throw InvalidState(fmt::format("the best {} of {} trials cannot be told from the others by their values",
                                     best.size(), losses.size()),
                         "different values among the best", "Run more trials, or choose a larger quantile.");
    }
    std::vector<Importance> result;
    for (std::size_t j = 0; j < grid.rows.axes.size(); ++j) {
      const double divergence =
          pearson_divergence(CellShares(grid.rows, j, best).shares(), CellShares(grid.rows, j, region).shares());
      result.push_back({history.space->parameters()[j].name, divergence, {}, {}});
    }
    return ranked_shares(std::move(result));
  }

 private:
  /// With those that equal the last of them.
  static std::vector<std::size_t> best_trials(const std::vector<double>& losses, double share) {
    std::vector<double> sorted = losses;
    std::sort(sorted.begin(), sorted.end());
    const auto count = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < losses.size(); ++i) {
      if (losses[i] <= sorted[count - 1]) result.push_back(i);
    }
    return result;
  }

  PedAnovaOptions options_;
};

}  // namespace

const ImportanceInfo& importance_ped_anova() {
  static const ImportanceInfo info{
      .name = "ped_anova",
      .summary = "by which parameters the best trials differ from the others: what matters to be among the best",
      .cites =
          "Watanabe, Bansal, Hutter 2023, PED-ANOVA: Efficiently quantifying hyperparameter importance in arbitrary "
          "subspaces",
      .options = option_table<PedAnovaOptions>(),
      .make = &make_with<ImportanceEvaluator, PedAnovaImportance, PedAnovaOptions>};
  return info;
}

}  // namespace vernier
