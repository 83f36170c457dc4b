#pragma once
// Masks the steps whose features all have one value. Source: keras/src/layers/core/masking.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// Masked steps of the output are 0.
struct MaskingOptions {
  double mask_value = 0.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<MaskingOptions>& field) {
    field("mask_value", &MaskingOptions::mask_value, "what all features of a masked step are");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Masking(const MaskingOptions& options = {}) {
  return make_component("masking", options);
}

}  // namespace vernier::nn
