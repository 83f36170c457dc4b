#include "vernier/math/grid_forest.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include <Eigen/Dense>

namespace vernier {

/// Grows one tree.
class GridGrowth {
 public:
  GridGrowth(const GridRows& rows, const GridForestOptions& options, Rng rng)
      : rows_(rows), options_(options), rng_(rng), left_over_(rows.values), order_(rows.axes.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  GridTree grow() {
    cells_ = rows_.cells;
    fill_missing();
    const std::vector<std::uint32_t> sample = draw_sample();
    const double share = options_.leaf_share * static_cast<double>(sample.size());
    least_leaf_ = std::max<std::size_t>(3, static_cast<std::size_t>(share));
    for (std::size_t stage = 0; stage < options_.stages; ++stage) {
      grow_stage(sample);
      for (const std::uint32_t row : sample) left_over_[row] -= stage_value(row);
    }
    return std::move(tree_);
  }

 private:
  struct Task {
    std::uint32_t node;
    std::span<std::uint32_t> sample;
    std::vector<GridPiece> pieces;
  };
  struct Split {
    std::size_t axis = 0;
    std::uint64_t goes_left = 0;
    double gain = 0;
  };

  void grow_stage(std::vector<std::uint32_t> sample) {
    tree_.roots_.push_back(static_cast<std::uint32_t>(tree_.nodes_.size()));
    std::vector<Task> open{{tree_.roots_.back(), sample, {}}};
    tree_.nodes_.emplace_back();
    while (!open.empty()) {
      Task task = std::move(open.back());
      open.pop_back();
      const Split split = best_split(task.sample);
      if (split.gain > 0) {
        divide(task, split, open);
      } else {
        end_in_leaf(task);
      }
    }
  }

  /// What the newest stage says of a row.
  [[nodiscard]] double stage_value(std::uint32_t row) const {
    const GridTree::Node* node = &tree_.nodes_[tree_.roots_.back()];
    while (node->left != 0) {
      const bool left = ((node->goes_left >> cell(row, node->axis)) & 1U) != 0;
      node = &tree_.nodes_[left ? node->left : node->left + 1];
    }
    double value = tree_.levels_[node->leaf];
    for (const GridPiece& piece : tree_.pieces(node->leaf)) {
      value += piece.slope * rows_.axes[piece.axis].middle(cell(row, piece.axis));
    }
    return value;
  }

  void fill_missing() {
    for (std::size_t k = 0; k < cells_.size(); ++k) {
      if (cells_[k] == GridRows::none) {
        const GridAxis& axis = rows_.axes[k / rows_.rows()];
        cells_[k] = static_cast<std::uint8_t>(rng_.below(static_cast<std::uint64_t>(axis.cells)));
      }
    }
  }

  std::vector<std::uint32_t> draw_sample() {
    std::vector<std::uint32_t> all(rows_.rows());
    std::iota(all.begin(), all.end(), 0U);
    rng_.shuffle(std::span(all));
    const auto wanted = std::ceil(options_.rows_share * static_cast<double>(all.size()));
    const std::size_t count = std::min(static_cast<std::size_t>(wanted), options_.most_rows);
    tree_.outside_.assign(all.begin() + static_cast<std::ptrdiff_t>(count), all.end());
    all.resize(count);
    return all;
  }

  [[nodiscard]] std::uint8_t cell(std::uint32_t row, std::size_t axis) const {
    return cells_[axis * rows_.rows() + row];
  }

  Split best_split(std::span<const std::uint32_t> sample) {
    Split best;
    if (sample.size() < 2 * least_leaf_) return best;
    const double mean = mean_of(sample);
    double squares = 0;
    for (const std::uint32_t i : sample) squares += (left_over_[i] - mean) * (left_over_[i] - mean);
    best.gain = 1e-12 * squares;
    const double least = best.gain;
    rng_.shuffle(std::span<std::size_t>(order_));
    const auto wanted = static_cast<std::size_t>(std::ceil(options_.axes_share * static_cast<double>(order_.size())));
    std::size_t looked_at = 0;
    for (const std::size_t axis : order_) {
      if (looked_at == wanted) break;
      looked_at += consider(axis, sample, mean, best) ? 1 : 0;
    }
    if (!(best.gain > least)) best.gain = 0;
    return best;
  }

  /// False where the axis has one value only.
  bool consider(std::size_t axis, std::span<const std::uint32_t> sample, double mean, Split& best) {
    const GridAxis& kind = rows_.axes[axis];
    std::uint64_t met = 0;
    const std::uint8_t* column = cells_.data() + axis * rows_.rows();
    for (const std::uint32_t i : sample) {
      const std::uint8_t at = column[i];
      if (((met >> at) & 1U) == 0) {
        met |= std::uint64_t{1} << at;
        counts_[at] = 0;
        sums_[at] = 0;
      }
      counts_[at] += 1;
      sums_[at] += left_over_[i] - mean;
    }
    if ((met & (met - 1)) == 0) return false;
    std::array<std::uint8_t, GridAxis::most_cells> places{};
    std::size_t number = 0;
    for (std::uint64_t rest = met; rest != 0; rest &= rest - 1) {
      places[number++] = static_cast<std::uint8_t>(std::countr_zero(rest));
    }
    // By mean: among all ways to cut the categories in two, the best is one of those along this order (Fisher 1958).
    if (kind.category) {
      std::stable_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(number),
                       [&](auto a, auto b) { return sums_[a] * counts_[b] < sums_[b] * counts_[a]; });
    }
    scan(axis, std::span(places).first(number), static_cast<double>(sample.size()), best);
    return true;
  }

  void scan(std::size_t axis, std::span<const std::uint8_t> places, double total, Split& best) {
    const bool category = rows_.axes[axis].category;
    std::uint64_t borders = ~std::uint64_t{0};
    for (int k = 0; k < options_.border_halvings && !category; ++k) borders &= rng_.next64();
    const auto least = static_cast<double>(least_leaf_);
    double count = 0;
    double sum = 0;
    std::uint64_t goes_left = 0;
    for (std::size_t k = 0; k + 1 < places.size(); ++k) {
      count += counts_[places[k]];
      sum += sums_[places[k]];
      goes_left |= std::uint64_t{1} << places[k];
      if (count < least || ((borders >> places[k]) & 1U) == 0) continue;
      if (total - count < least) break;
      const double gain = sum * sum * (1 / count + 1 / (total - count));  // the whole sum is 0
      if (gain > best.gain) best = {axis, category ? goes_left : border_mask(places[k], places[k + 1]), gain};
    }
  }

  /// Cells up to the middle between the two.
  static std::uint64_t border_mask(int below, int above) {
    return ~std::uint64_t{0} >> (GridAxis::most_cells - 1 - (below + above - 1) / 2);
  }

  void divide(const Task& task, const Split& split, std::vector<Task>& open) {
    const auto middle = std::stable_partition(task.sample.begin(), task.sample.end(), [&](std::uint32_t i) {
      return ((split.goes_left >> cell(i, split.axis)) & 1U) != 0;
    });
    const auto count = static_cast<std::size_t>(middle - task.sample.begin());
    const auto left = static_cast<std::uint32_t>(tree_.nodes_.size());
    tree_.nodes_.resize(tree_.nodes_.size() + 2);
    tree_.nodes_[task.node] = {static_cast<std::uint32_t>(split.axis), left, 0, split.goes_left};
    for (const bool first : {true, false}) {
      Task child{first ? left : left + 1, first ? task.sample.first(count) : task.sample.subspan(count), task.pieces};
      piece_of(child, split.axis).cells &= first ? split.goes_left : ~split.goes_left;
      open.push_back(std::move(child));
    }
  }

  [[nodiscard]] GridPiece& piece_of(Task& task, std::size_t axis) const {
    const auto found = std::find_if(task.pieces.begin(), task.pieces.end(),
                                    [&](const GridPiece& piece) { return piece.axis == axis; });
    if (found != task.pieces.end()) return *found;
    return task.pieces.emplace_back(GridPiece{static_cast<std::uint32_t>(axis), 0, rows_.axes[axis].all()});
  }

  [[nodiscard]] double mean_of(std::span<const std::uint32_t> sample) const {
    double sum = 0;
    for (const std::uint32_t i : sample) sum += left_over_[i];
    return sum / static_cast<double>(sample.size());
  }

  /// The plane through the rows, along the axes of the path. Its slopes are held back by a prior: rows that lie close
  /// together in a wide box say little.
  double fit_plane(std::span<const std::uint32_t> sample, std::vector<GridPiece>& pieces) const {
    const double mean = mean_of(sample);
    const auto width = static_cast<Eigen::Index>(pieces.size());
    if (sample.size() < 3) return mean;
    Eigen::MatrixXd places(sample.size(), width);
    Eigen::VectorXd values(sample.size());
    for (std::size_t row = 0; row < sample.size(); ++row) {
      const auto at = static_cast<Eigen::Index>(row);
      values[at] = left_over_[sample[row]] - mean;
      for (Eigen::Index k = 0; k < width; ++k) {
        const std::uint32_t axis = pieces[static_cast<std::size_t>(k)].axis;
        places(at, k) = rows_.axes[axis].category ? 0 : rows_.axes[axis].middle(cell(sample[row], axis));
      }
    }
    const Eigen::RowVectorXd centre = places.colwise().mean();
    places.rowwise() -= centre;
    Eigen::MatrixXd squares = places.transpose() * places;
    for (Eigen::Index k = 0; k < width; ++k) {
      const GridPiece& piece = pieces[static_cast<std::size_t>(k)];
      const double extent_of_box = extent(rows_.axes[piece.axis], piece.cells);
      squares(k, k) += options_.slope_prior * extent_of_box * extent_of_box / 12 + 1e-12;
    }
    const Eigen::VectorXd slopes = squares.llt().solve(places.transpose() * values);
    double level = mean;
    for (Eigen::Index k = 0; k < width; ++k) {
      pieces[static_cast<std::size_t>(k)].slope = slopes[k];
      level -= slopes[k] * centre[k];
    }
    return level;
  }

  void end_in_leaf(Task& task) {
    tree_.nodes_[task.node].leaf = static_cast<std::uint32_t>(tree_.levels_.size());
    tree_.levels_.push_back(options_.rate * fit_plane(task.sample, task.pieces));
    for (GridPiece& piece : task.pieces) piece.slope *= options_.rate;
    tree_.pieces_.insert(tree_.pieces_.end(), task.pieces.begin(), task.pieces.end());
    tree_.ends_.push_back(tree_.pieces_.size());
  }

  const GridRows& rows_;
  const GridForestOptions& options_;
  Rng rng_;
  std::vector<double> left_over_;  // by the stages so far
  std::vector<std::uint8_t> cells_;
  std::size_t least_leaf_ = 3;
  std::vector<std::size_t> order_;
  std::array<double, GridAxis::most_cells> counts_{};
  std::array<double, GridAxis::most_cells> sums_{};
  GridTree tree_;
};

double GridTree::predict(std::span<const GridAxis> axes, std::span<const std::uint8_t> cells) const {
  double value = 0;
  for (const std::uint32_t root : roots_) {
    const Node* node = &nodes_[root];
    while (node->left != 0) {
      node = &nodes_[((node->goes_left >> cells[node->axis]) & 1U) != 0 ? node->left : node->left + 1];
    }
    value += levels_[node->leaf];
    for (const GridPiece& piece : pieces(node->leaf)) value += piece.slope * axes[piece.axis].middle(cells[piece.axis]);
  }
  return value;
}

GridForest::GridForest(const GridRows& rows, const GridForestOptions& options, Rng rng) : axes_(rows.axes) {
  for (std::size_t tree = 0; tree < options.trees; ++tree) {
    trees_.push_back(GridGrowth(rows, options, rng.split(tree)).grow());
  }
}

}  // namespace vernier
