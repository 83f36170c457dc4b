#include "vernier/nn/layers/layer_normalization.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_layer_normalization(LayerCall& call) {
  const double epsilon = call.options<nn::LayerNormalizationOptions>().epsilon;
  return with_gamma_and_beta(call, normalized(call.graph, call.x(), {-1}, epsilon), {call.shape().back()});
}

}  // namespace

const ExporterInfo& exporter_layer_normalization() {
  static const ExporterInfo info{.layers = {"layer_normalization"}, .write = &write_layer_normalization};
  return info;
}

}  // namespace vernier::onnx
