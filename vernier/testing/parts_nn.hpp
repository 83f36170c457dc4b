#pragma once
// Parts of a network that exist only to prove the frame: a layer of two inputs, a layer that makes a mask.
#include <algorithm>
#include <memory>

#include <fmt/core.h>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::testing {

/// The sum of two inputs of one shape.
class AddLayer : public nn::Layer {
 public:
  Shape build(std::span<const Shape> inputs) override {
    if (inputs[0] != inputs[1]) {
      throw InvalidArgument(fmt::format("inputs of shapes {} and {}", to_string(inputs[0]), to_string(inputs[1])),
                            "two inputs of one shape");
    }
    return inputs[0];
  }
  void forward(nn::Context& context) const override {
    for (Index i = 0; i < context.output.size(); ++i) {
      context.output.data[i] = context.inputs[0].value.data[i] + context.inputs[1].value.data[i];
    }
  }
  void backward(nn::Context& context) const override {
    for (const nn::Port& port : context.inputs) {
      if (port.gradient.data != nullptr) {
        std::copy_n(context.output_gradient.data, port.gradient.size(), port.gradient.data);
      }
    }
  }
  std::pair<std::size_t, std::size_t> input_count() const override { return {2, 2}; }
};

/// Hands (time, features) on and masks the steps whose features are all zero.
class ZeroMaskLayer : public nn::Layer {
 public:
  Shape build(std::span<const Shape> inputs) override { return inputs[0]; }
  void forward(nn::Context& context) const override {
    const ConstView x = context.inputs[0].value;
    std::copy_n(x.data, x.size(), context.output.data);
    for (Index step = 0; step < context.output_mask.size(); ++step) {
      const float* features = x.data + step * x.columns();
      const bool zero = std::all_of(features, features + x.columns(), [](float value) { return value == 0.0F; });
      context.output_mask.data[step] = zero ? 0.0F : 1.0F;
    }
  }
  void backward(nn::Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) std::copy_n(context.output_gradient.data, dx.size(), dx.data);
  }
  nn::MaskRole mask_role() const override { return nn::MaskRole::makes; }
};

/// Registers the parts above as layers "test_add" and "test_zero_mask"; may be called again.
inline void register_parts_nn() {
  if (nn::layers().find("test_add") != nullptr) return;
  nn::layers().add({.name = "test_add",
                    .summary = "the sum of two inputs",
                    .cites = "test part",
                    .options = option_table<NoOptions>(),
                    .make = &make_with<nn::Layer, AddLayer, NoOptions>});
  nn::layers().add({.name = "test_zero_mask",
                    .summary = "masks steps of zeros",
                    .cites = "test part",
                    .options = option_table<NoOptions>(),
                    .make = &make_with<nn::Layer, ZeroMaskLayer, NoOptions>});
}

}  // namespace vernier::testing
