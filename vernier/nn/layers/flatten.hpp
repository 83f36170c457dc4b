#pragma once
// Folds all axes of a sample into one, row by row. Source: keras/src/layers/reshaping/flatten.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct FlattenOptions {
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<FlattenOptions>& field) { describe_layer_options(field); }
};

[[nodiscard]] inline Component Flatten(const FlattenOptions& options = {}) {
  return make_component("flatten", options);
}

}  // namespace vernier::nn
