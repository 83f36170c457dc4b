#pragma once
// y = (x - mean) / max(sqrt(variance), 1e-7), feature by feature. Source:
// keras/src/layers/preprocessing/normalization.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// Features lie along the last axis. Mean and variance are given (one number, or one a feature), or learnt from the
/// training data by Model::adapt; they are states of the layer: "mean", "variance".
struct NormalizationOptions {
  std::vector<double> mean{};
  std::vector<double> variance{};
  bool invert = false;  ///< undo it: y = x * max(sqrt(variance), 1e-7) + mean
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<NormalizationOptions>& field) {
    using O = NormalizationOptions;
    field("mean", &O::mean, "one number, or one a feature; empty: learnt from data");
    field("variance", &O::variance, "one number, or one a feature; empty: learnt from data").at_least(0);
    field("invert", &O::invert, "whether to undo the normalisation");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Normalization(const NormalizationOptions& options = {}) {
  return make_component("normalization", options);
}

}  // namespace vernier::nn
