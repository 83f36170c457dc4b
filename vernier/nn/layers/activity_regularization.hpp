#pragma once
// The identity, with a penalty on what passes. Source: keras/src/layers/regularization/activity_regularization.py,
// Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// Adds (l1 sum |x| + l2 sum x^2) / batch to the loss.
struct ActivityRegularizationOptions {
  double l1 = 0.0;
  double l2 = 0.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ActivityRegularizationOptions>& field) {
    using O = ActivityRegularizationOptions;
    field("l1", &O::l1, "factor of the sum of absolute values").at_least(0);
    field("l2", &O::l2, "factor of the sum of squares").at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component ActivityRegularization(const ActivityRegularizationOptions& options = {}) {
  return make_component("activity_regularization", options);
}

}  // namespace vernier::nn
