#pragma once
// Zooms every image by a random factor while training. Source:
// keras/src/layers/preprocessing/image_preprocessing/random_zoom.py, Keras 3.
#include <optional>
#include <vector>

#include "vernier/nn/layers/support/affine_options.hpp"

namespace vernier::nn {

/// Positive factors zoom out: 0.2 shows 20 % more than the image. f draws from [-f, f], {a, b} from [a, b].
struct RandomZoomOptions {
  std::vector<double> height_factor{};
  std::optional<std::vector<double>> width_factor{};  ///< the height's draw by default, which keeps the aspect
  std::string fill_mode = "reflect";
  std::string interpolation = "bilinear";
  double fill_value = 0.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RandomZoomOptions>& field) {
    using O = RandomZoomOptions;
    field("height_factor", &O::height_factor, "share of the height: f for [-f, f], or (low, high)")
        .above(-1)
        .at_most(1)
        .required();
    field("width_factor", &O::width_factor, "share of the width; null: as much as the height").above(-1).at_most(1);
    describe_affine_options(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RandomZoom(double height_factor, RandomZoomOptions options = {}) {
  options.height_factor = {height_factor};
  return make_component("random_zoom", options);
}

}  // namespace vernier::nn
