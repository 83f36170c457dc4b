// Activations as layers; the options of relu, leaky_relu and elu are those of the functions.
#include "vernier/nn/layers/activation.hpp"
#include "vernier/nn/layers/elu.hpp"
#include "vernier/nn/layers/leaky_relu.hpp"
#include "vernier/nn/layers/relu.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"

namespace vernier::onnx {
namespace {

Name write_activation(LayerCall& call) {
  if (call.layer.name == "activation") {
    return activated(call.graph, call.options<nn::ActivationOptions>().activation, call.x());
  }
  Component function = call.layer;
  function.options.erase("name");
  function.options.erase("trainable");
  if (function.name == "leaky_relu") {  // the layer's default differs from the function's
    function.options["negative_slope"] = call.options<nn::LeakyReLUOptions>().negative_slope;
  }
  return activated(call.graph, function, call.x());
}

}  // namespace

const ExporterInfo& exporter_activation() {
  static const ExporterInfo info{.layers = {"activation", "relu", "leaky_relu", "elu"}, .write = &write_activation};
  return info;
}

}  // namespace vernier::onnx
