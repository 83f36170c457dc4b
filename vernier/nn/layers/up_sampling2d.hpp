#pragma once
// A larger image. Source: keras/src/layers/reshaping/up_sampling2d.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct UpSampling2DOptions {
  std::vector<Index> size{2};  ///< factors of (rows, columns); one number for both
  std::string interpolation = "nearest";
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<UpSampling2DOptions>& field) {
    using O = UpSampling2DOptions;
    field("size", &O::size, "factors of (rows, columns), or one number for both").at_least(1);
    field("interpolation", &O::interpolation, "nearest: every cell several times").one_of({"nearest", "bilinear"});
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component UpSampling2D(const UpSampling2DOptions& options = {}) {
  return make_component("up_sampling2d", options);
}

}  // namespace vernier::nn
