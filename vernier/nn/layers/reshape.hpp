#pragma once
// The same elements under another shape. Source: keras/src/layers/reshaping/reshape.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct ReshapeOptions {
  std::vector<Index> target_shape{};  ///< without the sample axis; one extent may be -1, which follows from the rest
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ReshapeOptions>& field) {
    field("target_shape", &ReshapeOptions::target_shape, "extents without the sample axis; one may be -1")
        .at_least(-1)
        .required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Reshape(std::vector<Index> target_shape, ReshapeOptions options = {}) {
  options.target_shape = std::move(target_shape);
  return make_component("reshape", options);
}

}  // namespace vernier::nn
