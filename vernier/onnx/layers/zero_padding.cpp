#include "vernier/nn/layers/support/borders.hpp"
#include "vernier/nn/layers/zero_padding1d.hpp"
#include "vernier/nn/layers/zero_padding2d.hpp"
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

Name write_zero_padding(LayerCall& call) {
  std::vector<std::int64_t> pads;  // before each axis, then behind each
  if (call.shape().rank() == 2) {
    const std::vector<Index> sides = call.options<nn::ZeroPadding1DOptions>().padding;
    pads = {0, sides.front(), 0, 0, sides.back(), 0};
  } else {
    const nn::Borders sides = nn::borders_of(call.options<nn::ZeroPadding2DOptions>().padding, "padding");
    pads = {0, sides.top, sides.left, 0, 0, sides.bottom, sides.right, 0};
  }
  return call.graph.node("Pad", {call.x(), call.graph.integers(pads)});
}

}  // namespace

const ExporterInfo& exporter_zero_padding() {
  static const ExporterInfo info{.layers = {"zero_padding1d", "zero_padding2d"}, .write = &write_zero_padding};
  return info;
}

}  // namespace vernier::onnx
