#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_unit_normalization(LayerCall& call) { return unit_length(call.graph, call.x(), 1e-12); }

}  // namespace

const ExporterInfo& exporter_unit_normalization() {
  static const ExporterInfo info{.layers = {"unit_normalization"}, .write = &write_unit_normalization};
  return info;
}

}  // namespace vernier::onnx
