#include "vernier/nn/layers/support/pooling_options.hpp"
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

Name write_global_max_pooling(LayerCall& call) {
  const auto axes = call.shape().rank() == 2 ? std::vector<std::int64_t>{1} : std::vector<std::int64_t>{1, 2};
  const auto keepdims = std::int64_t{call.options<nn::GlobalPoolingOptions>().keepdims};
  return call.graph.node("ReduceMax", {call.x()}, {{"axes", axes}, {"keepdims", keepdims}});
}

}  // namespace

const ExporterInfo& exporter_global_max_pooling() {
  static const ExporterInfo info{.layers = {"global_max_pooling1d", "global_max_pooling2d"},
                                 .write = &write_global_max_pooling};
  return info;
}

}  // namespace vernier::onnx
