#pragma once
// The options of the scale and the shift that follow a normalisation.
#include "vernier/base/options.hpp"

namespace vernier::nn {

/// Adds the rows of gamma and beta. An options struct has the members named here: bool center, scale; Component
/// beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer.
template <class Derived>
void describe_gamma_and_beta(OptionFields<Derived>& field) {
  field("center", &Derived::center, "whether beta is added");
  field("scale", &Derived::scale, "whether gamma multiplies");
  field("beta_initializer", &Derived::beta_initializer, "how beta begins").of("initializers");
  field("gamma_initializer", &Derived::gamma_initializer, "how gamma begins").of("initializers");
  field("beta_regularizer", &Derived::beta_regularizer, "penalty on beta").of("regularizers");
  field("gamma_regularizer", &Derived::gamma_regularizer, "penalty on gamma").of("regularizers");
}

}  // namespace vernier::nn
