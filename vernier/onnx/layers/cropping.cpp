#include "vernier/nn/layers/cropping1d.hpp"
#include "vernier/nn/layers/cropping2d.hpp"
#include "vernier/nn/layers/support/borders.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_cropping(LayerCall& call) {
  if (call.shape().rank() == 2) {
    const Index first = call.options<nn::Cropping1DOptions>().cropping.front();
    return slice(call.graph, call.x(), 1, first, first + call.output[0]);
  }
  const nn::Borders sides = nn::borders_of(call.options<nn::Cropping2DOptions>().cropping, "cropping");
  const Name rows = slice(call.graph, call.x(), 1, sides.top, sides.top + call.output[0]);
  return slice(call.graph, rows, 2, sides.left, sides.left + call.output[1]);
}

}  // namespace

const ExporterInfo& exporter_cropping() {
  static const ExporterInfo info{.layers = {"cropping1d", "cropping2d"}, .write = &write_cropping};
  return info;
}

}  // namespace vernier::onnx
