#include "vernier/nn/optimizers/muon.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

#include "vernier/nn/optimizers/support/adam_rule.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class MuonOptimizer final : public Optimizer {
 public:
  explicit MuonOptimizer(const MuonOptions& options) : Optimizer(OptimizerOptions::of(options)), options_(options) {
    for (const std::string& pattern : options.exclude_layers) {
      try {
        excluded_.emplace_back(pattern);
      } catch (const std::regex_error&) {
        throw InvalidArgument(fmt::format("optimizer 'muon': exclude_layers has '{}'", pattern), "regular expressions");
      }
    }
  }

 protected:
  void prepare() override {
    takes_adam_.clear();
    std::size_t largest = 0;
    std::size_t widest = 0;  // of the Gram matrices
    for (const VariableRange& variable : variables()) {
      takes_adam_.push_back(is_excluded(variable));
      if (takes_adam_.back()) continue;
      const auto side = static_cast<std::size_t>(std::min(variable.shape[0], variable.shape[1]));
      largest = std::max(largest, variable.size);
      widest = std::max(widest, side * side);
    }
    x_.resize(largest);
    product_.resize(largest);
    gram_.resize(widest);
    factor_.resize(widest);
  }
  // the momentum or Adam's mean, and Adam's mean of squares
  [[nodiscard]] std::size_t slot_count() const override { return 2; }
  void decay(std::span<float> weights, double rate) override {
    for (std::size_t k = 0; k < variables().size(); ++k) {
      const VariableRange& variable = variables()[k];
      const std::optional<double>& decay = takes_adam_[k] ? options_.adam_weight_decay : options_.weight_decay;
      shrink(weights.subspan(variable.begin, variable.size), decay.value_or(0.0), rate);
    }
  }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const kernels::AdamStep adam =
        adam_step(options_.adam_beta_1, options_.adam_beta_2, options_.epsilon,
                  {.learning_rate = step.learning_rate * options_.adam_lr_ratio, .iteration = step.iteration});
    for (std::size_t k = 0; k < variables().size(); ++k) {
      const VariableRange& variable = variables()[k];
      const std::span<float> w = weights.subspan(variable.begin, variable.size);
      const std::span<const float> g = gradients.subspan(variable.begin, variable.size);
      const std::span<float> mean = slots()[0].values().subspan(variable.begin, variable.size);
      if (takes_adam_[k]) {
        kernels::adam_update(adam, g, w, mean, slots()[1].values().subspan(variable.begin, variable.size), {});
      } else {
        update_matrix(w, g, mean, variable.shape, step.learning_rate);
      }
    }
  }

 private:
  [[nodiscard]] bool is_excluded(const VariableRange& variable) const {
    static const std::regex embedding("embedding", std::regex::icase);
    if (variable.shape.rank() != 2) return true;
    if (options_.exclude_embeddings && std::regex_search(variable.name, embedding)) return true;
    return std::ranges::any_of(excluded_, [&](const std::regex& e) { return std::regex_search(variable.name, e); });
  }
  void update_matrix(std::span<float> w, std::span<const float> g, std::span<float> mean, const Shape& shape,
                     double rate) {
    const auto momentum = static_cast<float>(options_.momentum);
    const std::span<float> x = std::span<float>(x_).first(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) {
      mean[i] = momentum * mean[i] + g[i];
      x[i] = options_.nesterov ? g[i] + momentum * mean[i] : mean[i];
    }
    orthogonalise(x, shape[0], shape[1]);
    const double scale =
        options_.rms_rate ? *options_.rms_rate * std::sqrt(static_cast<double>(std::max(shape[0], shape[1]))) : 1.0;
    const auto factor = static_cast<float>(rate * scale);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] -= factor * x[i];
  }
  /// Newton-Schulz iterations: the singular values of x go to about 1. A tall matrix is multiplied from the right by
  /// polynomials of X^T X, a wide one from the left by those of X X^T: the smaller of the two.
  void orthogonalise(std::span<float> x, Index rows, Index columns) {
    const bool tall = rows > columns;
    const Index side = std::min(rows, columns);
    const auto norm = static_cast<float>(1.0 / (std::sqrt(kernels::sum_of_squares(x)) + 1e-7));
    for (float& value : x) value *= norm;
    const std::span<float> gram = std::span<float>(gram_).first(static_cast<std::size_t>(side * side));
    const std::span<float> factor = std::span<float>(factor_).first(gram.size());
    const std::span<float> product = std::span<float>(product_).first(x.size());
    const auto a = static_cast<float>(options_.muon_a);
    const auto b = static_cast<float>(options_.muon_b);
    const auto c = static_cast<float>(options_.muon_c);
    for (std::int64_t k = 0; k < options_.ns_steps; ++k) {
      kernels::gemm({.m = side,
                     .n = side,
                     .k = std::max(rows, columns),
                     .a = x.data(),
                     .lda = columns,
                     .transpose_a = tall,
                     .b = x.data(),
                     .ldb = columns,
                     .transpose_b = !tall,
                     .c = gram.data(),
                     .ldc = side});
      kernels::gemm({.m = side,
                     .n = side,
                     .k = side,
                     .a = gram.data(),
                     .lda = side,
                     .b = gram.data(),
                     .ldb = side,
                     .c = factor.data(),
                     .ldc = side});
      for (std::size_t i = 0; i < gram.size(); ++i) factor[i] = b * gram[i] + c * factor[i];
      if (tall) {
        kernels::gemm({.m = rows,
                       .n = side,
                       .k = side,
                       .a = x.data(),
                       .lda = columns,
                       .b = factor.data(),
                       .ldb = side,
                       .c = product.data(),
                       .ldc = columns});
      } else {
        kernels::gemm({.m = side,
                       .n = columns,
                       .k = side,
                       .a = factor.data(),
                       .lda = side,
                       .b = x.data(),
                       .ldb = columns,
                       .c = product.data(),
                       .ldc = columns});
      }
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = a * x[i] + product[i];
    }
  }
  MuonOptions options_;
  std::vector<std::regex> excluded_;
  std::vector<bool> takes_adam_;  // of each variable
  std::vector<float> x_;
  std::vector<float> gram_;
  std::vector<float> factor_;
  std::vector<float> product_;
};

}  // namespace

const OptimizerInfo& optimizer_muon() {
  static const OptimizerInfo info{
      .name = "muon",
      .summary = "momentum made orthogonal for matrices, Adam for everything else",
      .cites = "Jordan 2024; Liu et al. 2025, arXiv 2502.16982; keras/src/optimizers/muon.py, Keras 3",
      .options = option_table<MuonOptions>(),
      .make = &make_with<Optimizer, MuonOptimizer, MuonOptions>};
  return info;
}

}  // namespace vernier::nn
