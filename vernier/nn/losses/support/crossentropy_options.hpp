#pragma once
// The options that the losses of probabilities share.
#include "vernier/base/options.hpp"

namespace vernier::nn {

/// Options of binary_crossentropy and categorical_crossentropy.
struct CrossentropyOptions {
  bool from_logits = false;
  double label_smoothing = 0.0;
  static void describe(OptionFields<CrossentropyOptions>& field) {
    field("from_logits", &CrossentropyOptions::from_logits, "predictions are logits, not probabilities");
    field("label_smoothing", &CrossentropyOptions::label_smoothing, "part of each target that is spread evenly")
        .between(0, 1);
  }
};

}  // namespace vernier::nn
