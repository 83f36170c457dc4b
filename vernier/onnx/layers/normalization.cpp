#include "vernier/nn/layers/normalization.hpp"
#include <algorithm>
#include <cmath>

#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

constexpr double least_deviation = 1e-7;

Name write_normalization(LayerCall& call) {
  const auto options = call.options<nn::NormalizationOptions>();
  const auto numbers = [&](const std::vector<double>& given, std::string_view weight) {
    std::vector<float> values(given.begin(), given.end());
    if (given.empty()) {
      const std::span<const float> learnt = call.weight(weight).value.values();
      values.assign(learnt.begin(), learnt.end());
    }
    return values;
  };
  const std::vector<float> mean = numbers(options.mean, "mean");
  std::vector<float> deviation = numbers(options.variance, "variance");
  for (float& value : deviation) value = std::max(std::sqrt(value), static_cast<float>(least_deviation));
  const auto constant = [&](std::span<const float> values) {
    return call.graph.floats({static_cast<Index>(values.size())}, values);
  };
  if (options.invert) {
    return call.graph.node("Add", {call.graph.node("Mul", {call.x(), constant(deviation)}), constant(mean)});
  }
  return call.graph.node("Div", {call.graph.node("Sub", {call.x(), constant(mean)}), constant(deviation)});
}

}  // namespace

const ExporterInfo& exporter_normalization() {
  static const ExporterInfo info{.layers = {"normalization"}, .write = &write_normalization};
  return info;
}

}  // namespace vernier::onnx
