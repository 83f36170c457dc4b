#pragma once
// Divides every vector along the last axis by its root mean square. Source:
// keras/src/layers/normalization/rms_normalization.py, Keras 3 (Zhang and Sennrich 2019).
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// Weight: scale, one number a feature.
struct RMSNormalizationOptions {
  double epsilon = 1e-6;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RMSNormalizationOptions>& field) {
    field("epsilon", &RMSNormalizationOptions::epsilon, "added to the mean square").above(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RMSNormalization(const RMSNormalizationOptions& options = {}) {
  return make_component("rms_normalization", options);
}

}  // namespace vernier::nn
