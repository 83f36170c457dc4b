#pragma once
// x above 0, alpha * x below, with an alpha that is learnt. Source: keras/src/layers/activations/prelu.py, Keras 3 (He
// et al. 2015).
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Weight: alpha, of the shape of a sample, with extent 1 along the shared axes.
struct PReLUOptions {
  Component alpha_initializer = "zeros";
  Component alpha_regularizer{};
  std::vector<Index> shared_axes{};  ///< axes, from 1, along which alpha is one number: {1, 2} for an image
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<PReLUOptions>& field) {
    using O = PReLUOptions;
    field("alpha_initializer", &O::alpha_initializer, "how alpha begins").of("initializers");
    field("alpha_regularizer", &O::alpha_regularizer, "penalty on alpha").of("regularizers");
    field("shared_axes", &O::shared_axes, "axes, from 1, along which alpha is one number");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component PReLU(const PReLUOptions& options = {}) { return make_component("prelu", options); }

}  // namespace vernier::nn
