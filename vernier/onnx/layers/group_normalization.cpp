// The groups of channels as an axis of their own, all cells before it.
#include "vernier/nn/layers/group_normalization.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_group_normalization(LayerCall& call) {
  const auto options = call.options<nn::GroupNormalizationOptions>();
  const Index channels = call.shape().back();
  const Index groups = options.groups == -1 ? channels : options.groups;
  const Shape grouped{call.shape().size() / channels, groups, channels / groups};
  const Name x = normalized(call.graph, reshape(call.graph, call.x(), grouped), {1, 3}, options.epsilon);
  return with_gamma_and_beta(call, reshape(call.graph, x, call.shape()), {channels});
}

}  // namespace

const ExporterInfo& exporter_group_normalization() {
  static const ExporterInfo info{.layers = {"group_normalization"}, .write = &write_group_normalization};
  return info;
}

}  // namespace vernier::onnx
