// Layers that are an activation of the same name and options; the defaults may differ.
#include "vernier/nn/activations/activation.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"

namespace vernier::onnx {
namespace {

Name write_function_layer(LayerCall& call) {
  const OptionTable& table = nn::layers().get(call.layer.name).options;
  Component function(call.layer.name);
  for (const OptionSpec& row : nn::activations().get(function.name).options.rows()) {
    function.options[row.name] = call.layer.options.value(row.name, table.find(row.name)->fallback);
  }
  return activated(call.graph, function, call.x());
}

}  // namespace

const ExporterInfo& exporter_function_layer() {
  static const ExporterInfo info{.layers = {"relu", "leaky_relu", "elu"}, .write = &write_function_layer};
  return info;
}

}  // namespace vernier::onnx
