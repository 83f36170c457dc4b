#pragma once
// What the layers that merge element by element do to shapes and masks. Source: keras/src/layers/merging/base_merge.py,
// Keras 3.
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {

/// The mask of the output: a step counts where that of any input does; none unless every input has one.
[[nodiscard]] Name merged_mask(LayerCall& call);
/// The inputs with axes of extent 1 in front where they lack some, their masked steps neutral: to a product, which is 0
/// where all are masked, and to an extremum, which there is the first input.
[[nodiscard]] std::vector<Name> merged_inputs(LayerCall& call);

}  // namespace vernier::onnx
