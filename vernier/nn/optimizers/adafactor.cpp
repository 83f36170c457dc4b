#include "vernier/nn/optimizers/adafactor.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/optimizers/support/sum_of_squares.hpp"

namespace vernier::nn {
namespace {

// A variable of two axes or more, as matrices one after another: its last two axes.
struct FactoredShape {
  explicit FactoredShape(const Shape& shape)
      : rows(static_cast<std::size_t>(shape[shape.rank() - 2])),
        columns(static_cast<std::size_t>(shape.back())),
        matrices(rows * columns == 0 ? 0 : static_cast<std::size_t>(shape.size()) / (rows * columns)) {}
  std::size_t rows;
  std::size_t columns;
  std::size_t matrices;
  [[nodiscard]] std::size_t means() const { return matrices * (rows + columns); }
};

double adafactor_rms(double sum_of_squares, std::size_t count) {
  return std::sqrt(sum_of_squares / static_cast<double>(count));
}

class AdafactorOptimizer final : public Optimizer {
 public:
  explicit AdafactorOptimizer(const AdafactorOptions& options)
      : Optimizer(OptimizerOptions::of(options)), options_(options) {}

 protected:
  // One slot: of each variable its squares, or for each of its matrices the means of the rows and those of the columns.
  [[nodiscard]] std::size_t slot_count() const override { return 1; }
  [[nodiscard]] std::size_t slot_size(std::size_t /*slot*/, std::size_t /*flat_size*/) const override {
    std::size_t size = 0;
    for (const VariableRange& variable : variables()) size += kept(variable);
    return size;
  }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto t = static_cast<double>(step.iteration + 1);
    const double rate = std::min(step.learning_rate, 1.0 / std::sqrt(t));
    const auto beta = static_cast<float>(1.0 - std::pow(t, options_.beta_2_decay));
    std::span<float> state = slots()[0].values();
    for (const VariableRange& variable : variables()) {
      if (variable.size == 0) continue;
      const Part part{.weights = weights.subspan(variable.begin, variable.size),
                      .gradients = gradients.subspan(variable.begin, variable.size),
                      .state = state.first(kept(variable)),
                      .rate = rate,
                      .beta = beta};
      if (variable.shape.rank() >= 2) {
        update_matrices(part, FactoredShape(variable.shape));
      } else {
        update_vector(part);
      }
      state = state.subspan(kept(variable));
    }
  }

 private:
  struct Part {
    std::span<float> weights;
    std::span<const float> gradients;
    std::span<float> state;
    double rate;
    float beta;
  };
  static std::size_t kept(const VariableRange& variable) {
    return variable.shape.rank() >= 2 ? FactoredShape(variable.shape).means() : variable.size;
  }
  [[nodiscard]] float square(float gradient) const {
    return gradient * gradient + static_cast<float>(options_.epsilon_1);
  }
  /// What all elements of the update are multiplied by, given the sum of its squares.
  [[nodiscard]] float factor(const Part& part, double squares) const {
    const double size = adafactor_rms(kernels::sum_of_squares(part.weights), part.weights.size());
    const double excess = adafactor_rms(squares, part.weights.size()) / options_.clip_threshold;
    return static_cast<float>(std::max(options_.epsilon_2, size) * part.rate / std::max(1.0, excess));
  }

  void update_vector(const Part& part) const {
    const auto direction = [&](std::size_t i) { return part.gradients[i] / std::sqrt(part.state[i]); };
    for (std::size_t i = 0; i < part.state.size(); ++i) {
      part.state[i] = part.beta * part.state[i] + (1.0F - part.beta) * square(part.gradients[i]);
    }
    const float scale = factor(part, sum_of_squares_of(part.state.size(), direction));
    for (std::size_t i = 0; i < part.state.size(); ++i) part.weights[i] -= scale * direction(i);
  }

  void update_matrices(const Part& part, const FactoredShape& shape) const {
    for (std::size_t k = 0; k < shape.matrices; ++k) update_means(part, shape, k);
    double squares = 0.0;
    each_row(part, shape, [&](std::span<float>, std::span<const float> g, const float* columns, float row) {
      squares += sum_of_squares_of(g.size(), [&](std::size_t c) { return g[c] / std::sqrt(row * columns[c]); });
    });
    const float scale = factor(part, squares);
    each_row(part, shape, [&](std::span<float> w, std::span<const float> g, const float* columns, float row) {
      for (std::size_t c = 0; c < g.size(); ++c) w[c] -= scale * (g[c] / std::sqrt(row * columns[c]));
    });
  }
  /// The means of the rows and columns of matrix k.
  void update_means(const Part& part, const FactoredShape& shape, std::size_t k) const {
    float* rows = part.state.data() + k * (shape.rows + shape.columns);
    float* columns = rows + shape.rows;
    const float column_share = (1.0F - part.beta) / static_cast<float>(shape.rows);
    for (std::size_t c = 0; c < shape.columns; ++c) columns[c] *= part.beta;
    for (std::size_t r = 0; r < shape.rows; ++r) {
      const std::span<const float> g = part.gradients.subspan((k * shape.rows + r) * shape.columns, shape.columns);
      for (std::size_t c = 0; c < shape.columns; ++c) columns[c] += column_share * square(g[c]);
      const double mean = kernels::sum_of_squares(g) / static_cast<double>(shape.columns) + options_.epsilon_1;
      rows[r] = part.beta * rows[r] + (1.0F - part.beta) * static_cast<float>(mean);
    }
  }
  /// Calls do_row(weights, gradients, means of the columns, mean of the row over the mean of those) for every row.
  template <class Row>
  static void each_row(const Part& part, const FactoredShape& shape, Row do_row) {
    for (std::size_t k = 0; k < shape.matrices; ++k) {
      const float* rows = part.state.data() + k * (shape.rows + shape.columns);
      float mean = 0.0F;
      for (std::size_t r = 0; r < shape.rows; ++r) mean += rows[r];
      mean /= static_cast<float>(shape.rows);
      for (std::size_t r = 0; r < shape.rows; ++r) {
        const std::size_t at = (k * shape.rows + r) * shape.columns;
        do_row(part.weights.subspan(at, shape.columns), part.gradients.subspan(at, shape.columns), rows + shape.rows,
               rows[r] / mean);
      }
    }
  }

  AdafactorOptions options_;
};

}  // namespace

const OptimizerInfo& optimizer_adafactor() {
  static const OptimizerInfo info{
      .name = "adafactor",
      .summary = "Adam without momentum that keeps row and column means of the squares",
      .cites = "Shazeer, Stern 2018, arXiv 1804.04235; keras/src/optimizers/adafactor.py, Keras 3",
      .options = option_table<AdafactorOptions>(),
      .make = &make_with<Optimizer, AdafactorOptimizer, AdafactorOptions>};
  return info;
}

}  // namespace vernier::nn
