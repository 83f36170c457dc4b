// With the moving statistics, as at inference.
#include "vernier/nn/layers/batch_normalization.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_batch_normalization(LayerCall& call) {
  const Shape& features = call.weight("moving_mean").shape;
  const Name centred = call.graph.node("Sub", {call.x(), call.constant("moving_mean")});
  const double epsilon = call.options<nn::BatchNormalizationOptions>().epsilon;
  return with_gamma_and_beta(call, over_root(call.graph, centred, call.constant("moving_variance"), epsilon), features);
}

}  // namespace

const ExporterInfo& exporter_batch_normalization() {
  static const ExporterInfo info{.layers = {"batch_normalization"}, .write = &write_batch_normalization};
  return info;
}

}  // namespace vernier::onnx
