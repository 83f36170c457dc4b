#pragma once
// Cuts off the first and the last steps. Source: keras/src/layers/reshaping/cropping1d.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct Cropping1DOptions {
  std::vector<Index> cropping{1, 1};  ///< one number for both ends, or (first, last)
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<Cropping1DOptions>& field) {
    field("cropping", &Cropping1DOptions::cropping, "one number for both ends, or (first, last)").at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Cropping1D(const Cropping1DOptions& options = {}) {
  return make_component("cropping1d", options);
}

}  // namespace vernier::nn
