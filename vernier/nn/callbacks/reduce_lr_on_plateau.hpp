#pragma once
// Lowers the learning rate when a logged quantity stops improving. Source: keras/src/callbacks/reduce_lr_on_plateau.py,
// Keras 3.
#include <cstdint>

#include "vernier/base/options.hpp"

namespace vernier::nn {

/// Needs an optimizer whose rate is a plain number. Adds "learning_rate" to the logs.
struct ReduceLrOnPlateauOptions {
  std::string monitor = "val_loss";
  double factor = 0.1;
  std::int64_t patience = 10;
  std::string mode = "auto";
  double min_delta = 1e-4;
  std::int64_t cooldown = 0;
  double min_lr = 0;
  static void describe(OptionFields<ReduceLrOnPlateauOptions>& field) {
    using O = ReduceLrOnPlateauOptions;
    field("monitor", &O::monitor, "the logged quantity");
    field("factor", &O::factor, "what the rate is multiplied by; below 1").between(0, 0.999999999);
    field("patience", &O::patience, "epochs without improvement before the rate falls").at_least(0);
    field("mode", &O::mode, "which way is better; auto: by the name").one_of({"auto", "min", "max"});
    field("min_delta", &O::min_delta, "the least change that counts as an improvement").at_least(0);
    field("cooldown", &O::cooldown, "epochs to wait after the rate fell").at_least(0);
    field("min_lr", &O::min_lr, "the rate never falls below it").at_least(0);
  }
};

[[nodiscard]] inline Component ReduceLROnPlateau(const ReduceLrOnPlateauOptions& options = {}) {
  return make_component("reduce_lr_on_plateau", options);
}

}  // namespace vernier::nn
