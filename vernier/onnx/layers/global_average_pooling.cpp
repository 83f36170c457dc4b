// The mean of the cells that the mask counts.
#include "vernier/nn/layers/support/pooling_options.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_global_average_pooling(LayerCall& call) {
  GraphWriter& graph = call.graph;
  const auto keepdims = std::int64_t{call.options<nn::GlobalPoolingOptions>().keepdims};
  const std::size_t rank = call.shape().rank();
  const Name& mask = call.inputs[0].mask;
  if (mask.empty() || rank != 2) {
    return mean(graph, call.x(), rank == 2 ? std::vector<std::int64_t>{1} : std::vector<std::int64_t>{1, 2},
                keepdims != 0);
  }
  const Name counted = where_counted(graph, mask, rank, call.x(), graph.number(0));
  const Name axes = graph.integers({1});
  const Name sum = graph.node("ReduceSum", {counted, axes}, {{"keepdims", keepdims}});
  const Name steps = keepdims != 0 ? unsqueeze(graph, mask, {2}) : mask;
  return graph.node("Div", {sum, graph.node("ReduceSum", {steps, axes}, {{"keepdims", std::int64_t{1}}})});
}

}  // namespace

const ExporterInfo& exporter_global_average_pooling() {
  static const ExporterInfo info{.layers = {"global_average_pooling1d", "global_average_pooling2d"},
                                 .write = &write_global_average_pooling};
  return info;
}

}  // namespace vernier::onnx
