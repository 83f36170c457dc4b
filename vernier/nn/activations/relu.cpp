#include <limits>

#include "vernier/nn/activations/activation.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

struct ReluOptions {
  double negative_slope = 0.0;
  std::optional<double> max_value;
  double threshold = 0.0;
  static void describe(OptionFields<ReluOptions>& field) {
    field("negative_slope", &ReluOptions::negative_slope, "slope below the threshold").at_least(0);
    field("max_value", &ReluOptions::max_value, "largest output; null for none").at_least(0);
    field("threshold", &ReluOptions::threshold, "values up to here count as negative").at_least(0);
  }
};

class ReluActivation final : public Activation {
 public:
  explicit ReluActivation(const ReluOptions& options)
      : plain_(options.negative_slope == 0.0 && !options.max_value && options.threshold == 0.0),
        slope_(static_cast<float>(options.negative_slope)),
        max_(options.max_value ? static_cast<float>(*options.max_value) : std::numeric_limits<float>::infinity()),
        threshold_(static_cast<float>(options.threshold)) {}

  void forward(ConstView x, View y) const override {
    const Index size = x.size();
    if (plain_) return kernels::relu(x.values(), y.values());
    for (Index i = 0; i < size; ++i) y.data[i] = general(x.data[i]);
  }
  void backward(ConstView x, ConstView y, ConstView dy, View dx) const override {
    const Index size = dx.size();
    if (plain_) return kernels::relu_gradient(y.values(), dy.values(), dx.values());
    for (Index i = 0; i < size; ++i) {
      const float above = x.data[i] < max_ ? 1.0F : 0.0F;
      dx.data[i] = dy.data[i] * (x.data[i] > threshold_ ? above : slope_);
    }
  }
  [[nodiscard]] bool needs_input() const override { return !plain_; }

 private:
  [[nodiscard]] float general(float x) const {
    if (x <= threshold_) return slope_ == 0.0F ? 0.0F : slope_ * (x - threshold_);
    return x > max_ ? max_ : x;
  }

  bool plain_;
  float slope_;
  float max_;
  float threshold_;
};

}  // namespace

const ActivationInfo& activation_relu() {
  static const ActivationInfo info{.name = "relu",
                                   .summary = "x above 0, else 0",
                                   .cites = "Nair, Hinton 2010; keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<ReluOptions>(),
                                   .make = &make_with<Activation, ReluActivation, ReluOptions>};
  return info;
}

}  // namespace vernier::nn
