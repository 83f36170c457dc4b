#pragma once
// Ends training when a logged quantity stops improving. Source: keras/src/callbacks/early_stopping.py, Keras 3.
#include <cstdint>
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

/// With restore_best_weights the model ends with the weights of its best epoch, also when training ran to the last one.
struct EarlyStoppingOptions {
  std::string monitor = "val_loss";
  double min_delta = 0;
  std::int64_t patience = 0;
  std::string mode = "auto";
  std::optional<double> baseline{};
  bool restore_best_weights = false;
  std::int64_t start_from_epoch = 0;
  static void describe(OptionFields<EarlyStoppingOptions>& field) {
    using O = EarlyStoppingOptions;
    field("monitor", &O::monitor, "the logged quantity");
    field("min_delta", &O::min_delta, "the least change that counts as an improvement");
    field("patience", &O::patience, "epochs without improvement before training ends").at_least(0);
    field("mode", &O::mode, "which way is better; auto: by the name").one_of({"auto", "min", "max"});
    field("baseline", &O::baseline, "an improvement must also beat this value to reset the patience");
    field("restore_best_weights", &O::restore_best_weights, "whether to end with the weights of the best epoch");
    field("start_from_epoch", &O::start_from_epoch, "epochs before watching begins").at_least(0);
  }
};

[[nodiscard]] inline Component EarlyStopping(const EarlyStoppingOptions& options = {}) {
  return make_component("early_stopping", options);
}

}  // namespace vernier::nn
