#pragma once
// The options that the layers which move images share.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// Adds the rows "fill_mode", "interpolation" and "fill_value". An options struct has the members
/// `std::string fill_mode = "reflect"; std::string interpolation = "bilinear"; double fill_value = 0.0;`.
template <class Derived>
void describe_affine_options(OptionFields<Derived>& field) {
  field("fill_mode", &Derived::fill_mode, "what lies beyond the edge")
      .one_of({"reflect", "constant", "nearest", "wrap"});
  field("interpolation", &Derived::interpolation, "between cells").one_of({"nearest", "bilinear"});
  field("fill_value", &Derived::fill_value, "what lies beyond the edge with fill_mode constant");
}

}  // namespace vernier::nn
