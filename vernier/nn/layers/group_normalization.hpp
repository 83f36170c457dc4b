#pragma once
// Normalises every sample over groups of its channels. Source: keras/src/layers/normalization/group_normalization.py,
// Keras 3 (Wu and He 2018).
#include "vernier/nn/layers/gamma_beta_options.hpp"
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Weights: gamma, beta. A group is so many neighbouring channels of all cells of the sample. The variance is the
/// biased one.
struct GroupNormalizationOptions {
  Index groups = 32;  ///< divides the channels; -1: as many as channels (instance normalization)
  double epsilon = 1e-3;
  bool center = true;  ///< has a beta
  bool scale = true;   ///< has a gamma
  Component beta_initializer = "zeros";
  Component gamma_initializer = "ones";
  Component beta_regularizer{};
  Component gamma_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<GroupNormalizationOptions>& field) {
    using O = GroupNormalizationOptions;
    field("groups", &O::groups, "how many; divides the channels; -1: one a channel").at_least(-1);
    field("epsilon", &O::epsilon, "added to the variance").above(0);
    describe_gamma_and_beta(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component GroupNormalization(const GroupNormalizationOptions& options = {}) {
  return make_component("group_normalization", options);
}

}  // namespace vernier::nn
