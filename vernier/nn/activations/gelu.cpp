#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct GeluOptions {
  bool approximate = false;
  static void describe(OptionFields<GeluOptions>& field) {
    field("approximate", &GeluOptions::approximate, "use the tanh formula in place of the exact normal distribution");
  }
};

constexpr float gelu_inverse_root_2 = 0.70710678118654752F;
constexpr float gelu_inverse_root_2_pi = 0.39894228040143268F;
constexpr float gelu_root_2_over_pi = 0.79788456080286536F;
constexpr float gelu_cubic = 0.044715F;

class GeluFunction {
 public:
  explicit GeluFunction(const GeluOptions& options) : approximate_(options.approximate) {}
  static constexpr bool uses_input = true;
  float operator()(float x) const { return x * distribution(x); }
  float derivative(float x, float /*y*/) const {
    if (!approximate_) return distribution(x) + x * gelu_inverse_root_2_pi * std::exp(-0.5F * x * x);
    const float t = std::tanh(gelu_root_2_over_pi * (x + gelu_cubic * x * x * x));
    const float slope = gelu_root_2_over_pi * (1.0F + 3.0F * gelu_cubic * x * x);
    return 0.5F * (1.0F + t) + 0.5F * x * (1.0F - t) * (1.0F + t) * slope;
  }

 private:
  [[nodiscard]] float distribution(float x) const {
    if (!approximate_) return 0.5F * std::erfc(-x * gelu_inverse_root_2);
    return 0.5F * (1.0F + std::tanh(gelu_root_2_over_pi * (x + gelu_cubic * x * x * x)));
  }

  bool approximate_;
};

}  // namespace

const ActivationInfo& activation_gelu() {
  static const ActivationInfo info{.name = "gelu",
                                   .summary = "x times the normal distribution function of x",
                                   .cites =
                                       "Hendrycks, Gimpel 2016, arXiv 1606.08415; "
                                       "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<GeluOptions>(),
                                   .make = make_elementwise<GeluFunction, GeluOptions>};
  return info;
}

}  // namespace vernier::nn
