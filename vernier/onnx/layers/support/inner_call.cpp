#include "vernier/onnx/layers/support/inner_call.hpp"

namespace vernier::onnx {

LayerCall inner_call(LayerCall& outer, const Component& inner, const std::string& before) {
  const std::string& kind = nn::layers().get(inner.name).name;
  return {.graph = outer.graph,
          .layer = {kind, inner.options},
          .layer_name = outer.layer_name,
          .inputs = {},
          .output = {},
          .weights = outer.weights,
          .prefix = outer.prefix + before + inner.options.value("name", kind) + "/"};
}

}  // namespace vernier::onnx
