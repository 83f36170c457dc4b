#pragma once
// The options of the layers that merge inputs element by element.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct MergeOptions {
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<MergeOptions>& field) { describe_layer_options(field); }
};

}  // namespace vernier::nn
