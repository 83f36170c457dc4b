// Samples of another shape.
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_reshape(LayerCall& call) { return reshape(call.graph, call.x(), call.output); }

}  // namespace

const ExporterInfo& exporter_reshape() {
  static const ExporterInfo info{.layers = {"flatten", "reshape"}, .write = &write_reshape};
  return info;
}

}  // namespace vernier::onnx
