#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

Name write_prelu(LayerCall& call) { return call.graph.node("PRelu", {call.x(), call.constant("alpha")}); }

}  // namespace

const ExporterInfo& exporter_prelu() {
  static const ExporterInfo info{.layers = {"prelu"}, .write = &write_prelu};
  return info;
}

}  // namespace vernier::onnx
