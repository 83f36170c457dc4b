#pragma once
// Turns every image by a random angle while training. Source:
// keras/src/layers/preprocessing/image_preprocessing/random_rotation.py, Keras 3.
#include <vector>

#include "vernier/nn/layers/support/affine_options.hpp"

namespace vernier::nn {

/// The factor is a share of a full turn: f draws from [-f, f], {a, b} from [a, b].
struct RandomRotationOptions {
  std::vector<double> factor{};
  std::string fill_mode = "reflect";
  std::string interpolation = "bilinear";
  double fill_value = 0.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RandomRotationOptions>& field) {
    using O = RandomRotationOptions;
    field("factor", &O::factor, "share of a full turn: f for [-f, f], or (low, high)").between(-1, 1).required();
    describe_affine_options(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RandomRotation(double factor, RandomRotationOptions options = {}) {
  options.factor = {factor};
  return make_component("random_rotation", options);
}

}  // namespace vernier::nn
