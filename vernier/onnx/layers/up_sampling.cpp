#include "vernier/nn/layers/up_sampling2d.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_up_sampling(LayerCall& call) {
  const std::size_t rank = call.shape().rank();
  std::vector<float> scales{1, 1};
  for (std::size_t axis = 0; axis + 1 < rank; ++axis) {
    scales.push_back(static_cast<float>(call.output[axis]) / static_cast<float>(call.shape()[axis]));
  }
  const bool bilinear =
      rank == 3 && call.options<nn::UpSampling2DOptions>().interpolation == std::string_view("bilinear");
  const Name factors = call.graph.floats({static_cast<Index>(scales.size())}, scales);
  const Name y =
      call.graph.node("Resize", {channels_first(call.graph, call.x(), rank), Name(), factors},
                      {{"mode", std::string(bilinear ? "linear" : "nearest")},
                       {"coordinate_transformation_mode", std::string(bilinear ? "half_pixel" : "asymmetric")},
                       {"nearest_mode", std::string("floor")}});
  return channels_last(call.graph, y, rank);
}

}  // namespace

const ExporterInfo& exporter_up_sampling() {
  static const ExporterInfo info{.layers = {"up_sampling1d", "up_sampling2d"}, .write = &write_up_sampling};
  return info;
}

}  // namespace vernier::onnx
