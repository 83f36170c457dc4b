#pragma once
// Scales every vector along the last axis to length 1. Source: keras/src/layers/normalization/unit_normalization.py,
// Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct UnitNormalizationOptions {
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<UnitNormalizationOptions>& field) { describe_layer_options(field); }
};

[[nodiscard]] inline Component UnitNormalization(const UnitNormalizationOptions& options = {}) {
  return make_component("unit_normalization", options);
}

}  // namespace vernier::nn
