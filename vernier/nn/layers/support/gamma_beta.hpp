#pragma once
// The scale and the shift that follow a normalisation, with the options that say how they begin.
#include <vector>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

/// Adds gamma, then beta, one number a feature each; `scale` and `center` say which of them there are. `Options` has
/// besides these NAME_initializer and NAME_regularizer.
template <class Options>
void add_gamma_and_beta(const Options& options, const Shape& features, std::vector<Weight>& weights) {
  if (options.scale) {
    weights.push_back({.name = "gamma",
                       .shape = features,
                       .initializer = options.gamma_initializer,
                       .regularizer = make_regularizer(options.gamma_regularizer)});
  }
  if (options.center) {
    weights.push_back({.name = "beta",
                       .shape = features,
                       .initializer = options.beta_initializer,
                       .regularizer = make_regularizer(options.beta_regularizer)});
  }
}

}  // namespace vernier::nn
