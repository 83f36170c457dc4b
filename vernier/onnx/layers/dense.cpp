#include "vernier/nn/layers/dense.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"

namespace vernier::onnx {
namespace {

Name write_dense(LayerCall& call) {
  const auto options = call.options<nn::DenseOptions>();
  Name y = call.graph.node("MatMul", {call.x(), call.constant("kernel")});
  if (options.use_bias) y = call.graph.node("Add", {y, call.constant("bias")});
  return activated(call.graph, options.activation, y);
}

}  // namespace

const ExporterInfo& exporter_dense() {
  static const ExporterInfo info{.layers = {"dense"}, .write = &write_dense};
  return info;
}

}  // namespace vernier::onnx
