#pragma once
// Saves the model after epochs or batches. Source: keras/src/callbacks/model_checkpoint.py, Keras 3.
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

/// The path may contain {epoch} (from 1) and logged names, with a format:
/// "best.{epoch:02d}-{val_loss:.4f}.safetensors"; missing folders are made. Where the quantity is not logged,
/// save_best_only saves every epoch and the fit warns. With save_freq the path may contain {batch} (from 1) beside
/// {epoch}, and nothing is saved at the end of an epoch.
struct ModelCheckpointOptions {
  std::string path{};
  std::string monitor = "val_loss";
  bool save_best_only = false;
  std::optional<std::int64_t> save_freq{};
  std::string mode = "auto";
  std::optional<double> initial_value_threshold{};
  static void describe(OptionFields<ModelCheckpointOptions>& field) {
    using O = ModelCheckpointOptions;
    field("path", &O::path, "where to save; may contain {epoch:02d} and {val_loss:.4f}").required();
    field("monitor", &O::monitor, "the logged quantity that save_best_only follows");
    field("save_best_only", &O::save_best_only, "whether to save only when the quantity improved");
    field("save_freq", &O::save_freq, "batches from one save to the next; null: after every epoch").at_least(1);
    field("mode", &O::mode, "which way is better; auto: by the name").one_of({"auto", "min", "max"});
    field("initial_value_threshold", &O::initial_value_threshold, "the value that the first epoch must beat");
  }
};

[[nodiscard]] inline Component ModelCheckpoint(std::string path, ModelCheckpointOptions options = {}) {
  options.path = std::move(path);
  return make_component("model_checkpoint", options);
}

}  // namespace vernier::nn
