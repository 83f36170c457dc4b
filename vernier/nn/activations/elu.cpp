#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct EluActivationOptions {
  double alpha = 1.0;
  static void describe(OptionFields<EluActivationOptions>& field) {
    field("alpha", &EluActivationOptions::alpha, "minus the limit at minus infinity").at_least(0);
  }
};

class EluFunction {
 public:
  explicit EluFunction(const EluActivationOptions& options) : alpha_(static_cast<float>(options.alpha)) {}
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x > 0.0F ? x : alpha_ * std::expm1(x); }
  float derivative(float /*x*/, float y) const { return y > 0.0F ? 1.0F : y + alpha_; }

 private:
  float alpha_;
};

}  // namespace

const ActivationInfo& activation_elu() {
  static const ActivationInfo info{
      .name = "elu",
      .summary = "x above 0, alpha * (e^x - 1) below",
      .cites = "Clevert, Unterthiner, Hochreiter 2016, arXiv 1511.07289; keras/src/activations/activations.py, Keras 3",
      .options = option_table<EluActivationOptions>(),
      .make = make_elementwise<EluFunction, EluActivationOptions>};
  return info;
}

}  // namespace vernier::nn
