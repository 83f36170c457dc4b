#pragma once
// The place where data enter a model. Source: keras/src/layers/core/input_layer.py, Keras 3.
#include <optional>
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct InputOptions {
  std::optional<std::vector<Index>> shape{};  ///< without the sample axis; null: that of the first data
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<InputOptions>& field) {
    field("shape", &InputOptions::shape, "extents without the sample axis; null: those of the first data").at_least(1);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Input(std::vector<Index> shape, InputOptions options = {}) {
  options.shape = std::move(shape);
  return make_component("input", options);
}

}  // namespace vernier::nn
