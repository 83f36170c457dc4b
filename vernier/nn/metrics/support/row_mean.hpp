#pragma once
// Metrics that are the mean, over all rows, of a number computed from each row.
#include <type_traits>

#include "vernier/nn/losses/support/shapes.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

/// A weighted mean that grows batch by batch.
class RunningMean {
 public:
  void add(double value, double weight) {
    total_ += value * weight;
    weight_ += weight;
  }
  /// 0 before anything was added, as in Keras.
  [[nodiscard]] double mean() const { return weight_ == 0.0 ? 0.0 : total_ / weight_; }
  [[nodiscard]] std::vector<double> state() const { return {total_, weight_}; }
  void restore(std::span<const double> state) {
    check_metric_state(state.size() == 2);
    total_ = state[0];
    weight_ = state[1];
  }

 private:
  double total_ = 0.0;
  double weight_ = 0.0;
};

/// `Function` has
///   static constexpr bool class_ids;     // the target has one class id a row, else as many numbers as the prediction
///   double operator()(const float* target, const float* prediction, Index columns) const;
/// is constructible from its options where it has some, and may have double finish(double mean) const.
template <class Function, class Options = NoOptions>
class RowMeanMetric final : public Metric {
 public:
  RowMeanMetric() = default;
  explicit RowMeanMetric(const Options& options) requires std::is_constructible_v<Function, const Options&>
      : function_(options) {}

  void reset() override { mean_ = {}; }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    if constexpr (Function::class_ids) {
      check_class_ids(target.shape, prediction.shape);
    } else {
      check_same_shape(target.shape, prediction.shape);
    }
    const Index columns = prediction.columns();
    const Index target_columns = Function::class_ids ? 1 : columns;
    for (Index row = 0; row < prediction.rows(); ++row) {
      const double value = function_(target.data + row * target_columns, prediction.data + row * columns, columns);
      mean_.add(value, weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(row)]});
    }
  }
  // Keras's root of a mean is not a mean
  [[nodiscard]] bool heeds_mask() const override {
    return !requires { function_.finish(0.0); };
  }
  [[nodiscard]] std::vector<double> results() const override {
    if constexpr (requires { function_.finish(0.0); }) {
      return {function_.finish(mean_.mean())};
    } else {
      return {mean_.mean()};
    }
  }
  [[nodiscard]] std::vector<double> state() const override { return mean_.state(); }
  void restore(std::span<const double> state) override { mean_.restore(state); }

 private:
  Function function_;
  RunningMean mean_;
};

/// The `.make` of such an entry.
template <class Function, class Options = NoOptions>
inline constexpr auto make_row_mean = &make_with<Metric, RowMeanMetric<Function, Options>, Options>;

/// The first of the largest elements.
inline Index arg_max(const float* row, Index columns) {
  Index best = 0;
  for (Index c = 1; c < columns; ++c) {
    if (row[c] > row[best]) best = c;
  }
  return best;
}

}  // namespace vernier::nn
