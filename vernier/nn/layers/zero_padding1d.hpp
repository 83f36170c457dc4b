#pragma once
// Adds zeros before the first step and after the last. Source: keras/src/layers/reshaping/zero_padding1d.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct ZeroPadding1DOptions {
  std::vector<Index> padding{1};  ///< one number for both ends, or (first, last)
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ZeroPadding1DOptions>& field) {
    field("padding", &ZeroPadding1DOptions::padding, "one number for both ends, or (first, last)").at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component ZeroPadding1D(const ZeroPadding1DOptions& options = {}) {
  return make_component("zero_padding1d", options);
}

}  // namespace vernier::nn
