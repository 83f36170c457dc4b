#pragma once
// Paints a random rectangle over images while training. Source:
// keras/src/layers/preprocessing/image_preprocessing/random_erasing.py, Keras 3 (Zhong et al. 2020).
#include <optional>
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// The sides of the rectangle are the roots of two numbers drawn from `scale`, as shares of the image's sides.
struct RandomErasingOptions {
  std::vector<double> factor{1.0};  ///< the probability is drawn from [0, f], or from [low, high]
  std::vector<double> scale{0.02, 0.33};
  std::optional<std::vector<double>> fill_value{};  ///< one number, or one a channel; normal noise by default
  std::vector<double> value_range{0.0, 255.0};      ///< bounds of what is painted; the second is the noise's deviation
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<RandomErasingOptions>& field) {
    using O = RandomErasingOptions;
    field("factor", &O::factor, "the probability is drawn from [0, f], or from (low, high)").between(0, 1);
    field("scale", &O::scale, "squares of the sides, as shares of the image's").between(0, 1);
    field("fill_value", &O::fill_value, "one number, or one a channel; null: normal noise");
    field("value_range", &O::value_range, "bounds of what is painted; the second is the noise's deviation");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component RandomErasing(const RandomErasingOptions& options = {}) {
  return make_component("random_erasing", options);
}

}  // namespace vernier::nn
