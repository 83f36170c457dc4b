// Layers that change nothing at inference.
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

Name write_identity(LayerCall& call) { return call.x(); }

}  // namespace

const ExporterInfo& exporter_identity() {
  static const ExporterInfo info{
      .layers = {"dropout", "alpha_dropout", "gaussian_dropout", "gaussian_noise", "spatial_dropout1d",
                 "spatial_dropout2d", "activity_regularization", "random_flip", "random_rotation", "random_translation",
                 "random_zoom", "random_erasing"},
      .write = &write_identity};
  return info;
}

}  // namespace vernier::onnx
