#pragma once
// Shifts every image by a random way while training. Source:
// keras/src/layers/preprocessing/image_preprocessing/random_translation.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/support/affine_options.hpp"

namespace vernier::nn {

/// A factor is a share of the image: f draws from [-f, f], {a, b} from [a, b]; positive ones move down and to the
/// right.
struct RandomTranslationOptions {
  std::vector<double> height_factor{};
  std::vector<double> width_factor{};
  std::string fill_mode = "reflect";
  std::string interpolation = "bilinear";
  double fill_value = 0.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RandomTranslationOptions>& field) {
    using O = RandomTranslationOptions;
    field("height_factor", &O::height_factor, "share of the height: f for [-f, f], or (low, high)")
        .between(-1, 1)
        .required();
    field("width_factor", &O::width_factor, "share of the width: f for [-f, f], or (low, high)")
        .between(-1, 1)
        .required();
    describe_affine_options(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RandomTranslation(double height_factor, double width_factor,
                                                 RandomTranslationOptions options = {}) {
  options.height_factor = {height_factor};
  options.width_factor = {width_factor};
  return make_component("random_translation", options);
}

}  // namespace vernier::nn
