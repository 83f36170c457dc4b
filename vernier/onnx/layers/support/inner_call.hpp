#pragma once
// A layer inside another one, whose weights the outer one owns.
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {

/// The call of `inner`; its weights are named "<before><its name>/". Inputs and output are to be set.
[[nodiscard]] LayerCall inner_call(LayerCall& outer, const Component& inner, const std::string& before);

}  // namespace vernier::onnx
