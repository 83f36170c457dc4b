#pragma once
// A part of every image: at a random place while training, else in the middle. Source:
// keras/src/layers/preprocessing/image_preprocessing/random_crop.py, Keras 3, which takes one place for the whole batch
// and leaves images whole at inference.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct RandomCropOptions {
  Index height = 1;
  Index width = 1;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RandomCropOptions>& field) {
    field("height", &RandomCropOptions::height, "rows of the part").at_least(1).required();
    field("width", &RandomCropOptions::width, "columns of the part").at_least(1).required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RandomCrop(Index height, Index width, RandomCropOptions options = {}) {
  options.height = height;
  options.width = width;
  return make_component("random_crop", options);
}

}  // namespace vernier::nn
