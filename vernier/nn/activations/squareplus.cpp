#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct SquareplusActivationOptions {
  double b = 4.0;
  static void describe(OptionFields<SquareplusActivationOptions>& field) {
    field("b", &SquareplusActivationOptions::b, "smoothness at 0").above(0);
  }
};

// Below 0 the sum cancels; there the same value is taken as b / (2 (root - x)).
class SquareplusFunction {
 public:
  explicit SquareplusFunction(const SquareplusActivationOptions& options) : b_(static_cast<float>(options.b)) {}
  static constexpr bool uses_input = true;
  float operator()(float x) const {
    const float root = std::sqrt(x * x + b_);
    return x < 0.0F ? 0.5F * b_ / (root - x) : 0.5F * (x + root);
  }
  float derivative(float x, float /*y*/) const {
    const float root = std::sqrt(x * x + b_);
    return x < 0.0F ? 0.5F * b_ / (root * (root - x)) : 0.5F * (1.0F + x / root);
  }

 private:
  float b_;
};

}  // namespace

const ActivationInfo& activation_squareplus() {
  static const ActivationInfo info{
      .name = "squareplus",
      .summary = "(x + sqrt(x^2 + b)) / 2",
      .cites = "Barron 2021, arXiv 2112.11687; keras/src/activations/activations.py, Keras 3",
      .options = option_table<SquareplusActivationOptions>(),
      .make = make_elementwise<SquareplusFunction, SquareplusActivationOptions>};
  return info;
}

}  // namespace vernier::nn
