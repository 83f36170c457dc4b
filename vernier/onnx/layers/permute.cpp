#include "vernier/nn/layers/permute.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_permute(LayerCall& call) {
  std::vector<std::int64_t> order{0};
  for (const Index axis : call.options<nn::PermuteOptions>().dims) order.push_back(axis);
  return transpose(call.graph, call.x(), std::move(order));
}

}  // namespace

const ExporterInfo& exporter_permute() {
  static const ExporterInfo info{.layers = {"permute"}, .write = &write_permute};
  return info;
}

}  // namespace vernier::onnx
