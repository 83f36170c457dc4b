// The middle of the image, as at inference.
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_random_crop(LayerCall& call) {
  Name image = call.x();
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const Index first = (call.shape()[axis] - call.output[axis]) / 2;
    image = slice(call.graph, image, static_cast<std::int64_t>(axis) + 1, first, first + call.output[axis]);
  }
  return image;
}

}  // namespace

const ExporterInfo& exporter_random_crop() {
  static const ExporterInfo info{.layers = {"random_crop"}, .write = &write_random_crop};
  return info;
}

}  // namespace vernier::onnx
