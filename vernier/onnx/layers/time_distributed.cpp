// The steps as samples of their own.
#include "vernier/nn/layers/time_distributed.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/inner_call.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_time_distributed(LayerCall& call) {
  const Component inner = call.options<nn::TimeDistributedOptions>().layer;
  const Shape step = call.shape().without_front();
  LayerCall of_step = inner_call(call, inner, "");
  of_step.inputs = {{reshape(call.graph, call.x(), step), step}};
  of_step.output = call.output.without_front();
  return reshape(call.graph, write_layer(of_step), call.output);
}

}  // namespace

const ExporterInfo& exporter_time_distributed() {
  static const ExporterInfo info{.layers = {"time_distributed"}, .write = &write_time_distributed};
  return info;
}

}  // namespace vernier::onnx
