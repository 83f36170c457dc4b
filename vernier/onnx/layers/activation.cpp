#include "vernier/nn/layers/activation.hpp"

#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"

namespace vernier::onnx {
namespace {

Name write_activation(LayerCall& call) {
  return activated(call.graph, call.options<nn::ActivationOptions>().activation, call.x());
}

}  // namespace

const ExporterInfo& exporter_activation() {
  static const ExporterInfo info{.layers = {"activation"}, .write = &write_activation};
  return info;
}

}  // namespace vernier::onnx
