// Permutation importance: how much worse a forest forecasts trials that it has not seen when a parameter is mixed up.
#include <algorithm>
#include <cmath>
#include <set>

#include "vernier/importance/importance.hpp"
#include "vernier/importance/support/ranking.hpp"
#include "vernier/importance/support/trial_forest.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

struct PermutationOptions {
  std::int64_t trees = 16;
  std::int64_t objective = 0;
  static void describe(OptionFields<PermutationOptions>& field) {
    field("trees", &PermutationOptions::trees, "trees of the forest").between(2, 1000);
    field("objective", &PermutationOptions::objective, "which objective, counted from 0").at_least(0);
  }
};

/// The trials that one tree has not seen.
class UnseenTrials {
 public:
  static constexpr std::size_t most = 500;

  UnseenTrials(const TrialGrid& grid, const GridTree& tree, Rng rng)
      : axes_(grid.rows.axes), tree_(&tree), rng_(rng), count_(std::min(tree.outside().size(), most)) {
    for (std::size_t i = 0; i < count_; ++i) {
      values_.push_back(grid.rows.values[tree.outside()[i]]);
      for (std::size_t j = 0; j < axes_.size(); ++j) {
        const std::uint8_t cell = grid.rows.cell(tree.outside()[i], j);
        const auto drawn = static_cast<std::uint8_t>(rng_.below(static_cast<std::uint64_t>(axes_[j].cells)));
        cells_.push_back(cell == GridRows::none ? drawn : cell);
      }
    }
    error_ = error();
  }

  /// What the mean squared error grows by when this axis is shuffled among them.
  double growth(std::size_t axis) {
    std::vector<std::uint8_t> column(count_);
    for (std::size_t i = 0; i < count_; ++i) column[i] = cells_[i * axes_.size() + axis];
    std::vector<std::uint8_t> mixed = column;
    rng_.shuffle(std::span(mixed));
    put(axis, mixed);
    const double worse = error();
    put(axis, column);
    return worse - error_;
  }

 private:
  void put(std::size_t axis, const std::vector<std::uint8_t>& column) {
    for (std::size_t i = 0; i < count_; ++i) cells_[i * axes_.size() + axis] = column[i];
  }
  [[nodiscard]] double error() const {
    double sum = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const double forecast = tree_->predict(axes_, std::span(cells_).subspan(i * axes_.size(), axes_.size()));
      sum += (values_[i] - forecast) * (values_[i] - forecast);
    }
    return sum / static_cast<double>(count_);
  }

  std::span<const GridAxis> axes_;
  const GridTree* tree_;
  Rng rng_;
  std::size_t count_;
  std::vector<double> values_;
  std::vector<std::uint8_t> cells_;
  double error_ = 0;
};

class PermutationImportance : public ImportanceEvaluator {
 public:
  explicit PermutationImportance(PermutationOptions options) : options_(options) {}

  std::vector<Importance> evaluate(const History& history, Rng rng) const override {
    const TrialGrid grid = grid_trials(history, static_cast<std::size_t>(options_.objective));
    GridForestOptions forest_options;
    forest_options.trees = static_cast<std::size_t>(options_.trees);
    const GridForest forest(grid.rows, forest_options, rng.split("forest"));
    const double twice_variance = 2 * sample_variance(grid.rows.values);
    std::vector<std::vector<double>> growths(grid.rows.axes.size(), std::vector<double>(forest.trees().size()));
    for (std::size_t t = 0; t < forest.trees().size(); ++t) {
      UnseenTrials unseen(grid, forest.trees()[t], rng.split("shuffles").split(t));
      for (const std::uint32_t axis : axes_of(forest.trees()[t]))
        growths[axis][t] = unseen.growth(axis) / twice_variance;
    }
    std::vector<Importance> result;
    for (std::size_t j = 0; j < growths.size(); ++j) {
      const TreeShares shares = summarise_trees(growths[j]);
      result.push_back({history.space->parameters()[j].name, std::clamp(shares.mean, 0.0, 1.0),
                        std::clamp(shares.low, 0.0, 1.0), std::clamp(shares.high, 0.0, 1.0)});
    }
    return ranked(std::move(result));
  }

 private:
  /// Those that it splits: the others change no forecast.
  static std::set<std::uint32_t> axes_of(const GridTree& tree) {
    std::set<std::uint32_t> axes;
    for (std::size_t leaf = 0; leaf < tree.leaves(); ++leaf) {
      for (const GridPiece& piece : tree.pieces(leaf)) axes.insert(piece.axis);
    }
    return axes;
  }

  PermutationOptions options_;
};

}  // namespace

const ImportanceInfo& importance_permutation() {
  static const ImportanceInfo info{
      .name = "permutation",
      .summary = "how much worse a forest forecasts unseen trials when a parameter is shuffled: its whole effect",
      .cites =
          "Breiman 2001, Random forests; Gregorutti, Michel, Saint-Pierre 2017 (half the growth is the total effect)",
      .options = option_table<PermutationOptions>(),
      .make = &make_with<ImportanceEvaluator, PermutationImportance, PermutationOptions>};
  return info;
}

}  // namespace vernier
