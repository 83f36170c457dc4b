#include "vernier/nn/layers/rescaling.hpp"
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

Name write_rescaling(LayerCall& call) {
  const auto options = call.options<nn::RescalingOptions>();
  const auto constant = [&](const std::vector<double>& values) {
    return call.graph.floats({static_cast<Index>(values.size())}, std::vector<float>(values.begin(), values.end()));
  };
  return call.graph.node("Add",
                         {call.graph.node("Mul", {call.x(), constant(options.scale)}), constant(options.offset)});
}

}  // namespace

const ExporterInfo& exporter_rescaling() {
  static const ExporterInfo info{.layers = {"rescaling"}, .write = &write_rescaling};
  return info;
}

}  // namespace vernier::onnx
