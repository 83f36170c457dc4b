#pragma once
// Every step several times. Source: keras/src/layers/reshaping/up_sampling1d.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct UpSampling1DOptions {
  Index size = 2;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<UpSampling1DOptions>& field) {
    field("size", &UpSampling1DOptions::size, "how often each step appears").at_least(1);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component UpSampling1D(const UpSampling1DOptions& options = {}) {
  return make_component("up_sampling1d", options);
}

}  // namespace vernier::nn
