#pragma once
// What repeat_vector and up_sampling1d do.
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/repetition.hpp"

namespace vernier::nn {

/// Every step of (steps, channels), or the features of a sample of one axis, so many times one after another.
class StepRepetition : public Layer {
 public:
  StepRepetition(Index times, std::size_t axes) : times_(times), axes_(axes) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], axes_, axes_ == 1 ? "(features)" : "(steps, channels)");
    return {axes_ == 1 ? times_ : inputs[0][0] * times_, inputs[0].back()};
  }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    repetition(x.rows(), x.columns()).repeat(x.data, context.output.data);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) repetition(dx.rows(), dx.columns()).sum(context.output_gradient.data, dx.data);
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  // the steps of all samples lie one after another
  [[nodiscard]] Repetition repetition(Index steps, Index channels) const {
    return {.columns = steps, .channels = channels, .column_factor = times_};
  }

  Index times_;
  std::size_t axes_;
};

}  // namespace vernier::nn
