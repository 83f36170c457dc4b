#pragma once
// Adds zeros around an image. Source: keras/src/layers/reshaping/zero_padding2d.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct ZeroPadding2DOptions {
  std::vector<std::vector<Index>> padding{
      {1}};  ///< one number for all sides; (rows, columns); or ((top, bottom), (left, right))
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ZeroPadding2DOptions>& field) {
    field("padding", &ZeroPadding2DOptions::padding,
          "one number for all sides; (rows, columns); or ((top, bottom), (left, right))")
        .at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component ZeroPadding2D(const ZeroPadding2DOptions& options = {}) {
  return make_component("zero_padding2d", options);
}

}  // namespace vernier::nn
