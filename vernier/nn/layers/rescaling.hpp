#pragma once
// y = x * scale + offset. Source: keras/src/layers/preprocessing/rescaling.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// One number for all features, or one for each (the last axis).
struct RescalingOptions {
  std::vector<double> scale{1.0};
  std::vector<double> offset{0.0};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RescalingOptions>& field) {
    field("scale", &RescalingOptions::scale, "factor: one number, or one a feature").required();
    field("offset", &RescalingOptions::offset, "added after scaling: one number, or one a feature");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Rescaling(double scale, double offset = 0.0) {
  return make_component("rescaling", RescalingOptions{.scale = {scale}, .offset = {offset}});
}

}  // namespace vernier::nn
