#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct CeluActivationOptions {
  double alpha = 1.0;
  static void describe(OptionFields<CeluActivationOptions>& field) {
    field("alpha", &CeluActivationOptions::alpha, "minus the limit at minus infinity").above(0);
  }
};

class CeluFunction {
 public:
  explicit CeluFunction(const CeluActivationOptions& options) : alpha_(static_cast<float>(options.alpha)) {}
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x > 0.0F ? x : alpha_ * std::expm1(x / alpha_); }
  float derivative(float /*x*/, float y) const { return y > 0.0F ? 1.0F : y / alpha_ + 1.0F; }

 private:
  float alpha_;
};

}  // namespace

const ActivationInfo& activation_celu() {
  static const ActivationInfo info{
      .name = "celu",
      .summary = "x above 0, alpha * (e^(x / alpha) - 1) below: elu with a continuous slope",
      .cites = "Barron 2017, arXiv 1704.07483; keras/src/activations/activations.py, Keras 3",
      .options = option_table<CeluActivationOptions>(),
      .make = make_elementwise<CeluFunction, CeluActivationOptions>};
  return info;
}

}  // namespace vernier::nn
