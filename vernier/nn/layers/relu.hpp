#pragma once
// X above the threshold, up to max_value. Source: keras/src/layers/activations/relu.py, Keras 3.
#include <optional>

#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct ReLUOptions {
  std::optional<double> max_value{};
  double negative_slope = 0.0;
  double threshold = 0.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ReLUOptions>& field) {
    field("max_value", &ReLUOptions::max_value, "largest output; null for none").at_least(0);
    field("negative_slope", &ReLUOptions::negative_slope, "slope below the threshold").at_least(0);
    field("threshold", &ReLUOptions::threshold, "values up to here count as negative").at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component ReLU(const ReLUOptions& options = {}) { return make_component("relu", options); }

}  // namespace vernier::nn
