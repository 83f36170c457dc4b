#pragma once
// Cuts off the sides of an image. Source: keras/src/layers/reshaping/cropping2d.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct Cropping2DOptions {
  std::vector<std::vector<Index>> cropping{
      {0}};  ///< one number for all sides; (rows, columns); or ((top, bottom), (left, right))
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<Cropping2DOptions>& field) {
    field("cropping", &Cropping2DOptions::cropping,
          "one number for all sides; (rows, columns); or ((top, bottom), (left, right))")
        .at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Cropping2D(const Cropping2DOptions& options = {}) {
  return make_component("cropping2d", options);
}

}  // namespace vernier::nn
