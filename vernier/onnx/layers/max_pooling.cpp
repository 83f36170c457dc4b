#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/windows.hpp"

namespace vernier::onnx {
namespace {

Name write_max_pooling(LayerCall& call) { return pooled(call, "MaxPool", {}); }

}  // namespace

const ExporterInfo& exporter_max_pooling() {
  static const ExporterInfo info{.layers = {"max_pooling1d", "max_pooling2d"}, .write = &write_max_pooling};
  return info;
}

}  // namespace vernier::onnx
