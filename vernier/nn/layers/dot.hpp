#pragma once
// Products of two inputs along an axis of each. Source: keras/src/layers/merging/dot.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// The output has the other axes of the first input, then those of the second; (1) where there are none.
struct DotOptions {
  std::vector<Index>
      axes{};              ///< one for both inputs, or one for each; from 1, since axis 0 is the batch, or from the end
  bool normalize = false;  ///< vectors have length 1 before: the cosine of their angle
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<DotOptions>& field) {
    field("axes", &DotOptions::axes, "one axis for both inputs, or one for each; axis 0 is the batch").required();
    field("normalize", &DotOptions::normalize, "whether vectors are scaled to length 1 before");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Dot(std::vector<Index> axes, DotOptions options = {}) {
  options.axes = std::move(axes);
  return make_component("dot", options);
}

}  // namespace vernier::nn
