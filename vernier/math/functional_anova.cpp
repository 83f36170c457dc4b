#include "vernier/math/functional_anova.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "vernier/math/sobol.hpp"

namespace vernier {
namespace {

struct CellRun {
  std::size_t begin;
  std::size_t end;
};

/// Calls `use` for each run of neighbouring bits.
template <class Use>
void for_each_run(std::uint64_t cells, const Use& use) {
  std::size_t at = 0;
  while (cells != 0) {
    const int skipped = std::countr_zero(cells);
    cells >>= skipped;
    at += static_cast<std::size_t>(skipped);
    const int length = std::countr_one(cells);
    use(CellRun{at, at + static_cast<std::size_t>(length)});
    if (length == 64) return;
    at += static_cast<std::size_t>(length);
    cells >>= length;
  }
}

/// The mean of the middles of the cells.
double mean_middle(const GridAxis& axis, std::uint64_t cells) {
  double sum = 0;
  for_each_run(cells, [&](CellRun run) {
    sum += 0.5 * static_cast<double>(run.end - run.begin) * static_cast<double>(run.begin + run.end);
  });
  return sum / (std::popcount(cells) * static_cast<double>(axis.cells));
}

/// A value over rectangles of cells, added up from the differences at their corners.
class PlaneSums {
 public:
  PlaneSums(std::size_t first, std::size_t second) : width_(second + 1), sums_((first + 1) * width_) {}

  void add(CellRun first, CellRun second, double value) {
    at(first.begin, second.begin) += value;
    at(first.begin, second.end) -= value;
    at(first.end, second.begin) -= value;
    at(first.end, second.end) += value;
  }
  void sum_up() {
    for (std::size_t k = 0; k < sums_.size(); ++k) {
      if (k % width_ != 0) sums_[k] += sums_[k - 1];
    }
    for (std::size_t k = width_; k < sums_.size(); ++k) sums_[k] += sums_[k - width_];
  }
  [[nodiscard]] double& at(std::size_t first, std::size_t second) { return sums_[first * width_ + second]; }

 private:
  std::size_t width_;
  std::vector<double> sums_;
};

void subtract_mean(std::vector<double>& values) {
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  for (double& value : values) value -= mean;
}

/// Leaves of a table what is in neither its rows nor its columns.
void subtract_main_effects(std::vector<double>& table, std::size_t columns) {
  const std::size_t rows = table.size() / columns;
  subtract_mean(table);
  std::vector<double> row_means(rows);
  std::vector<double> column_means(columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      row_means[i] += table[i * columns + j] / static_cast<double>(columns);
      column_means[j] += table[i * columns + j] / static_cast<double>(rows);
    }
  }
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) table[i * columns + j] -= row_means[i] + column_means[j];
  }
}

GridEffect mean_of_trees(std::vector<std::vector<double>> trees) {
  GridEffect effect{std::vector<double>(trees.front().size()), std::move(trees)};
  for (const std::vector<double>& tree : effect.trees) {
    for (std::size_t k = 0; k < tree.size(); ++k) effect.mean[k] += tree[k] / static_cast<double>(effect.trees.size());
  }
  return effect;
}

/// Values of the forest at points, less the effects found so far.
class ForestRest {
 public:
  ForestRest(const GridForest& forest, Rng rng)
      : axes_(forest.axes()), cells_(points * axes_.size()), left_over_(points) {
    const std::size_t even = std::min(axes_.size(), SobolPoints::max_dimension);  // the axes beyond are drawn
    std::vector<std::uint32_t> scrambles(even);
    for (std::uint32_t& scramble : scrambles) scramble = rng.next32();
    SobolPoints sobol(even, std::move(scrambles));
    std::vector<double> point(axes_.size());
    for (std::size_t i = 0; i < points; ++i) {
      sobol.point(i, std::span(point).first(even));
      for (std::size_t j = even; j < point.size(); ++j) point[j] = rng.uniform();
      for (std::size_t j = 0; j < point.size(); ++j) {
        cells_[i * point.size() + j] = static_cast<std::uint8_t>(point[j] * axes_[j].cells);
      }
    }
    for (const GridTree& tree : forest.trees()) {
      for (std::size_t i = 0; i < points; ++i) left_over_[i] += tree.predict(axes_, cells(i));
    }
    for (double& value : left_over_) value /= static_cast<double>(forest.trees().size());
  }

  void subtract(const std::vector<double>& effect, std::size_t axis) {
    for (std::size_t i = 0; i < points; ++i) left_over_[i] -= effect[cells(i)[axis]];
  }
  void subtract(const std::vector<double>& effect, std::size_t first, std::size_t second) {
    const auto columns = static_cast<std::size_t>(axes_[second].cells);
    for (std::size_t i = 0; i < points; ++i) left_over_[i] -= effect[cells(i)[first] * columns + cells(i)[second]];
  }
  [[nodiscard]] double variance() {
    subtract_mean(left_over_);
    return std::inner_product(left_over_.begin(), left_over_.end(), left_over_.begin(), 0.0) / points;
  }

 private:
  static constexpr std::size_t points = 4096;
  [[nodiscard]] std::span<const std::uint8_t> cells(std::size_t point) const {
    return std::span(cells_).subspan(point * axes_.size(), axes_.size());
  }
  std::span<const GridAxis> axes_;
  std::vector<std::uint8_t> cells_;
  std::vector<double> left_over_;
};

}  // namespace

double GridEffect::variance() const {
  return std::inner_product(mean.begin(), mean.end(), mean.begin(), 0.0) / static_cast<double>(mean.size());
}

std::vector<double> GridEffect::variances() const {
  std::vector<double> result;
  for (const std::vector<double>& tree : trees) {
    result.push_back(std::inner_product(tree.begin(), tree.end(), mean.begin(), 0.0) /
                     static_cast<double>(mean.size()));
  }
  return result;
}

ForestEffects::ForestEffects(const GridForest& forest) : forest_(&forest) {
  for (const GridTree& tree : forest.trees()) add_tree(tree);
}

void ForestEffects::add_tree(const GridTree& tree) {
  const std::span<const GridAxis> axes = forest_->axes();
  Tree& added = trees_.emplace_back();
  added.touches.resize(axes.size());
  double& whole = means_.emplace_back(0);
  for (std::uint32_t k = 0; k < tree.leaves(); ++k) {
    Leaf leaf{1, tree.level(k)};
    const std::span<const GridPiece> pieces = tree.pieces(k);
    for (std::uint32_t p = 0; p < pieces.size(); ++p) {
      const GridAxis& axis = axes[pieces[p].axis];
      leaf.volume *= extent(axis, pieces[p].cells);
      leaf.mean += pieces[p].slope * mean_middle(axis, pieces[p].cells);
      added.touches[pieces[p].axis].push_back({k, p});
    }
    whole += leaf.volume * leaf.mean;
    added.leaves.push_back(leaf);
  }
}

/// Leaves that say nothing of the axis add the same to all its cells, and are left out.
std::vector<double> ForestEffects::tree_main(std::size_t tree, std::size_t axis) const {
  const GridAxis& kind = forest_->axes()[axis];
  const auto cells = static_cast<std::size_t>(kind.cells);
  std::vector<double> values(cells + 1);
  std::vector<double> slopes(cells + 1);
  for (const Touch& touch : trees_[tree].touches[axis]) {
    const GridPiece& piece = forest_->trees()[tree].pieces(touch.leaf)[touch.piece];
    const Leaf& leaf = trees_[tree].leaves[touch.leaf];
    const double weight = leaf.volume / extent(kind, piece.cells);
    const double slope = weight * piece.slope;
    const double value = weight * leaf.mean - slope * mean_middle(kind, piece.cells);
    for_each_run(piece.cells, [&](CellRun run) {
      values[run.begin] += value;
      values[run.end] -= value;
      slopes[run.begin] += slope;
      slopes[run.end] -= slope;
    });
  }
  std::partial_sum(values.begin(), values.end(), values.begin());
  std::partial_sum(slopes.begin(), slopes.end(), slopes.begin());
  values.pop_back();
  for (std::size_t k = 0; k < cells; ++k) values[k] += slopes[k] * kind.middle(static_cast<int>(k));
  subtract_mean(values);
  return values;
}

/// Only leaves that say something of both axes have a part in it.
std::vector<double> ForestEffects::tree_interaction(std::size_t tree, std::size_t first, std::size_t second) const {
  const GridAxis& one = forest_->axes()[first];
  const GridAxis& other = forest_->axes()[second];
  const auto rows = static_cast<std::size_t>(one.cells);
  const auto columns = static_cast<std::size_t>(other.cells);
  PlaneSums values(rows, columns);
  PlaneSums slopes(rows, columns);
  PlaneSums other_slopes(rows, columns);
  for (const Touch& touch : trees_[tree].touches[first]) {
    const std::span<const GridPiece> pieces = forest_->trees()[tree].pieces(touch.leaf);
    const auto found = std::find_if(pieces.begin(), pieces.end(), [&](const auto& p) { return p.axis == second; });
    if (found == pieces.end()) continue;
    const GridPiece& piece = pieces[touch.piece];
    const Leaf& leaf = trees_[tree].leaves[touch.leaf];
    const double weight = leaf.volume / (extent(one, piece.cells) * extent(other, found->cells));
    const double value = weight * (leaf.mean - piece.slope * mean_middle(one, piece.cells) -
                                   found->slope * mean_middle(other, found->cells));
    for_each_run(piece.cells, [&](CellRun row) {
      for_each_run(found->cells, [&](CellRun column) {
        values.add(row, column, value);
        slopes.add(row, column, weight * piece.slope);
        other_slopes.add(row, column, weight * found->slope);
      });
    });
  }
  values.sum_up();
  slopes.sum_up();
  other_slopes.sum_up();
  std::vector<double> result;
  result.reserve(rows * columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      result.push_back(values.at(i, j) + slopes.at(i, j) * one.middle(static_cast<int>(i)) +
                       other_slopes.at(i, j) * other.middle(static_cast<int>(j)));
    }
  }
  subtract_main_effects(result, columns);
  return result;
}

GridEffect ForestEffects::main(std::size_t axis) const {
  std::vector<std::vector<double>> trees;
  for (std::size_t tree = 0; tree < trees_.size(); ++tree) trees.push_back(tree_main(tree, axis));
  return mean_of_trees(std::move(trees));
}

GridEffect ForestEffects::interaction(std::size_t first, std::size_t second) const {
  std::vector<std::vector<double>> trees;
  for (std::size_t tree = 0; tree < trees_.size(); ++tree) trees.push_back(tree_interaction(tree, first, second));
  return mean_of_trees(std::move(trees));
}

FunctionalAnova analyse_variance(const GridForest& forest, std::size_t paired, Rng rng) {
  const ForestEffects effects(forest);
  FunctionalAnova result;
  ForestRest rest(forest, rng);
  std::vector<std::size_t> order(forest.axes().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (const std::size_t axis : order) {
    const GridEffect effect = effects.main(axis);
    result.axes.push_back({axis, axis, effect.variance(), effect.variances()});
    rest.subtract(effect.mean, axis);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return result.axes[a].variance > result.axes[b].variance; });
  order.resize(std::min(paired, order.size()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i + 1; j < order.size(); ++j) {
      const GridEffect effect = effects.interaction(order[i], order[j]);
      result.pairs.push_back({order[i], order[j], effect.variance(), effect.variances()});
      rest.subtract(effect.mean, order[i], order[j]);
    }
  }
  for (const auto* shares : {&result.axes, &result.pairs}) {
    for (const FunctionalAnova::Share& share : *shares) result.total += share.variance;
  }
  result.total += rest.variance();
  return result;
}

}  // namespace vernier
