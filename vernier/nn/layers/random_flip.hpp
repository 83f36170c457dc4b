#pragma once
// Mirrors every image at random while training. Source:
// keras/src/layers/preprocessing/image_preprocessing/random_flip.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// Half of the images are mirrored. As in Keras horizontal_and_vertical mirrors an image both ways or not at all.
struct RandomFlipOptions {
  std::string mode = "horizontal_and_vertical";
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RandomFlipOptions>& field) {
    field("mode", &RandomFlipOptions::mode, "horizontal: left and right change places")
        .one_of({"horizontal", "vertical", "horizontal_and_vertical"});
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RandomFlip(const RandomFlipOptions& options = {}) {
  return make_component("random_flip", options);
}

}  // namespace vernier::nn
