#pragma once
// The activations of nn in ONNX's operators.
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {

/// The function of x; x itself without one. Throws Unsupported for an activation that is not written here.
[[nodiscard]] Name activated(GraphWriter& graph, const Component& activation, const Name& x);

}  // namespace vernier::onnx
