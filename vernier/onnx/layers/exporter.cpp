#include "vernier/onnx/layers/exporter.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"

namespace vernier::onnx {
namespace {

const nn::Weight* find_weight(const LayerCall& call, std::string_view name) {
  const std::string whole = call.prefix + std::string(name);
  const auto found = std::ranges::find(call.weights, whole, &nn::Weight::name);
  return found == call.weights.end() ? nullptr : &*found;
}

}  // namespace

const nn::Weight& LayerCall::weight(std::string_view name) const {
  if (const nn::Weight* const found = find_weight(*this, name)) return *found;
  throw InvalidState(fmt::format("layer '{}' has no weight '{}{}'", layer_name, prefix, name));
}
bool LayerCall::has_weight(std::string_view name) const { return find_weight(*this, name) != nullptr; }

Name LayerCall::constant(std::string_view name) const { return constant(name, weight(name).shape); }
Name LayerCall::constant(std::string_view name, const Shape& shape) const {
  return graph.floats(shape, weight(name).value.values());
}

const ExporterInfo* find_exporter(std::string_view layer) {
  for (const ExporterInfo* const info : builtin_exporter_table()) {
    if (std::ranges::find(info->layers, layer) != info->layers.end()) return info;
  }
  return nullptr;
}

Name write_layer(LayerCall& call) {
  const ExporterInfo* const exporter = find_exporter(call.layer.name);
  if (exporter == nullptr) {
    throw Unsupported(fmt::format("layer '{}' cannot be exported: ONNX has no '{}'", call.layer_name, call.layer.name),
                      "a layer that 'vernier list layers' marks with onnx", "Replace the layer.");
  }
  try {
    return exporter->write(call);
  } catch (const Unsupported& error) {
    if (!call.prefix.empty()) throw;
    throw Unsupported(fmt::format("layer '{}' cannot be exported: {}", call.layer_name, error.what()));
  }
}

}  // namespace vernier::onnx
