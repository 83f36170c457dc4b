#pragma once
// The same features at every one of n steps. Source: keras/src/layers/reshaping/repeat_vector.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct RepeatVectorOptions {
  Index n = 1;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RepeatVectorOptions>& field) {
    field("n", &RepeatVectorOptions::n, "how many steps").at_least(1).required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RepeatVector(Index n, RepeatVectorOptions options = {}) {
  options.n = n;
  return make_component("repeat_vector", options);
}

}  // namespace vernier::nn
