#pragma once
// The axes of a sample in another order. Source: keras/src/layers/reshaping/permute.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct PermuteOptions {
  std::vector<Index> dims{};  ///< the axis of the input, counted from 1, that each axis of the output is
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<PermuteOptions>& field) {
    field("dims", &PermuteOptions::dims, "the input's axes, counted from 1, in the order of the output")
        .at_least(1)
        .required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Permute(std::vector<Index> dims, PermuteOptions options = {}) {
  options.dims = std::move(dims);
  return make_component("permute", options);
}

}  // namespace vernier::nn
