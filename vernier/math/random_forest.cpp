#include "vernier/math/random_forest.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace vernier {
namespace {

constexpr std::size_t forest_most_categories = 63;

bool split_by_set(const Axis& axis) {
  return axis.kind == Axis::Kind::category && axis.cells <= forest_most_categories;
}

/// The coordinate by which rows are ordered: missing values come first.
float ordered(float coordinate) { return std::isnan(coordinate) ? -1.0F : coordinate; }

/// The bit of a category; the one past the last stands for none.
std::size_t category_bit(const Axis& axis, float coordinate) {
  return std::isnan(coordinate) ? axis.cells : static_cast<std::size_t>(coordinate);
}

}  // namespace

/// Grows one tree.
class RandomForest::Growth {
 public:
  Growth(std::span<const Axis> axes, std::span<const std::span<const float>> rows, std::span<const double> values,
         const ForestOptions& options, Rng rng)
      : axes_(axes), rows_(rows), values_(values), options_(options), rng_(rng), order_(axes.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  std::vector<Node> grow() {
    std::vector<std::size_t> sample(rows_.size());
    for (std::size_t& index : sample) index = static_cast<std::size_t>(rng_.below(rows_.size()));
    nodes_.emplace_back();
    struct Task {
      std::uint32_t node;
      std::span<std::size_t> sample;
    };
    std::vector<Task> open{{0, sample}};
    while (!open.empty()) {
      const Task task = open.back();
      open.pop_back();
      const auto split = begin_node(task.node, task.sample);
      if (!split) continue;
      const auto middle = std::stable_partition(task.sample.begin(), task.sample.end(),
                                                [&](std::size_t i) { return left_of(*split, rows_[i][split->axis]); });
      const auto count = static_cast<std::size_t>(middle - task.sample.begin());
      const auto left = static_cast<std::uint32_t>(nodes_.size());
      nodes_.resize(nodes_.size() + 2);
      Node& node = nodes_[task.node];
      node.axis = split->axis;
      node.threshold = split->threshold;
      node.categories = split->categories;
      node.left = left;
      node.right = left + 1;
      open.push_back({left, task.sample.first(count)});
      open.push_back({left + 1, task.sample.subspan(count)});
    }
    return std::move(nodes_);
  }

 private:
  struct Split {
    std::size_t axis = 0;
    float threshold = 0;
    std::uint64_t categories = 0;
    double gain = 0;
  };

  bool left_of(const Split& split, float coordinate) const {
    const Axis& axis = axes_[split.axis];
    if (split_by_set(axis)) return ((split.categories >> category_bit(axis, coordinate)) & 1U) != 0;
    return ordered(coordinate) <= split.threshold;
  }

  /// Writes down mean and variance; the best split, if any.
  std::optional<Split> begin_node(std::uint32_t index, std::span<const std::size_t> sample) {
    double sum = 0;
    for (const std::size_t i : sample) sum += values_[i];
    const double mean = sum / static_cast<double>(sample.size());
    double squares = 0;
    for (const std::size_t i : sample) squares += (values_[i] - mean) * (values_[i] - mean);
    nodes_[index].mean = mean;
    nodes_[index].variance = squares / static_cast<double>(sample.size());
    if (sample.size() < options_.least_split || !(squares > 0)) return std::nullopt;
    Split best;
    rng_.shuffle(std::span<std::size_t>(order_));
    const auto wanted = static_cast<std::size_t>(std::ceil(options_.axes_share * static_cast<double>(order_.size())));
    std::size_t looked_at = 0;
    for (const std::size_t axis : order_) {
      if (looked_at == wanted) break;
      looked_at += consider(axis, sample, mean, best) ? 1 : 0;
    }
    if (!(best.gain > 1e-12 * squares)) return std::nullopt;
    return best;
  }

  /// False where the axis has one value only.
  bool consider(std::size_t axis, std::span<const std::size_t> sample, double mean, Split& best) {
    by_place_.clear();
    if (split_by_set(axes_[axis])) {
      rank_categories(axis, sample, mean);
    } else {
      for (const std::size_t i : sample) by_place_.push_back({ordered(rows_[i][axis]), values_[i] - mean, 1});
      std::sort(by_place_.begin(), by_place_.end(), [](const Place& a, const Place& b) { return a.at < b.at; });
    }
    double left = 0;
    double count = 0;
    const auto total = static_cast<double>(sample.size());
    bool varies = false;
    std::uint64_t categories = 0;
    for (std::size_t k = 0; k + 1 < by_place_.size(); ++k) {
      left += by_place_[k].sum;
      count += by_place_[k].count;
      categories |= by_place_[k].category;
      if (by_place_[k].at == by_place_[k + 1].at && by_place_[k].category == by_place_[k + 1].category) continue;
      varies = true;
      const double gain = left * left * (1 / count + 1 / (total - count));  // the whole sum is 0
      if (gain > best.gain) {
        best = {axis, by_place_[k].at + (by_place_[k + 1].at - by_place_[k].at) / 2, categories, gain};
      }
    }
    return varies;
  }

  /// By mean: among all ways to cut the categories in two, the best is one of those along this order (Fisher 1958).
  void rank_categories(std::size_t axis, std::span<const std::size_t> sample, double mean) {
    std::vector<Place> places(axes_[axis].cells + 1);
    for (const std::size_t i : sample) {
      Place& place = places[category_bit(axes_[axis], rows_[i][axis])];
      place.sum += values_[i] - mean;
      ++place.count;
    }
    for (std::size_t bit = 0; bit < places.size(); ++bit) {
      places[bit].category = std::uint64_t{1} << bit;
      if (places[bit].count > 0) by_place_.push_back(places[bit]);
    }
    std::stable_sort(by_place_.begin(), by_place_.end(),
                     [](const Place& a, const Place& b) { return a.sum * b.count < b.sum * a.count; });
  }

  struct Place {
    float at = 0;
    double sum = 0;
    double count = 0;
    std::uint64_t category = 0;
  };

  std::span<const Axis> axes_;
  std::span<const std::span<const float>> rows_;
  std::span<const double> values_;
  const ForestOptions& options_;
  Rng rng_;
  std::vector<std::size_t> order_;
  std::vector<Place> by_place_;
  std::vector<Node> nodes_;
};

RandomForest::RandomForest(std::span<const Axis> axes, std::span<const std::span<const float>> rows,
                           std::span<const double> values, const ForestOptions& options, Rng rng)
    : axes_(axes.begin(), axes.end()) {
  for (std::size_t tree = 0; tree < options.trees; ++tree) {
    trees_.push_back(Growth(axes, rows, values, options, rng.split(tree)).grow());
  }
}

bool RandomForest::goes_left(const Node& node, float coordinate) const {
  const Axis& axis = axes_[node.axis];
  if (split_by_set(axis)) return ((node.categories >> category_bit(axis, coordinate)) & 1U) != 0;
  return ordered(coordinate) <= node.threshold;
}

RandomForest::Prediction RandomForest::predict(std::span<const float> row) const {
  double sum = 0;
  double squares = 0;
  double within = 0;
  for (const std::vector<Node>& tree : trees_) {
    const Node* node = tree.data();
    while (node->left != 0) node = &tree[goes_left(*node, row[node->axis]) ? node->left : node->right];
    sum += node->mean;
    squares += node->mean * node->mean;
    within += node->variance;
  }
  const auto trees = static_cast<double>(trees_.size());
  const double mean = sum / trees;
  return {mean, within / trees + std::max(0.0, squares / trees - mean * mean)};
}

}  // namespace vernier
