// What lies beyond the edge does not count.
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/windows.hpp"

namespace vernier::onnx {
namespace {

Name write_average_pooling(LayerCall& call) {
  return pooled(call, "AveragePool", {{"count_include_pad", std::int64_t{0}}});
}

}  // namespace

const ExporterInfo& exporter_average_pooling() {
  static const ExporterInfo info{.layers = {"average_pooling1d", "average_pooling2d"}, .write = &write_average_pooling};
  return info;
}

}  // namespace vernier::onnx
