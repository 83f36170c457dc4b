#pragma once
// The search space for data that come without an experiment file, and the document's own settings for any data.
#include <vector>
#include "vernier/base/json.hpp"

#include "vernier/data/encoder.hpp"
#include "vernier/data/task.hpp"

namespace vernier::tune {

/// What a preset may know of the data.
struct DataProfile {
  std::vector<Task> targets;
  Index rows = 0;  ///< of training and validation together
  std::vector<InputSpec> inputs;
};

/// Model, compile, fit and objective of an experiment file that tunes depth, width, activation, normalisation, dropout,
/// weight decay, optimizer, learning rate and its schedule, and batch size, by the validation loss; ready for
/// experiment_from_json. Ids and texts enter through embeddings, of which texts take the mean.
[[nodiscard]] Json preset_experiment(const DataProfile& profile);

/// The document's network and settings, nothing tuned: Dense(64, relu), an output layer for each target, Adam(0.001),
/// (ids and texts before them through embeddings of 32 numbers),
/// batch 32, 100 epochs, EarlyStopping(val_loss, patience 5), validation split 0.2.
[[nodiscard]] Json document_experiment(const DataProfile& profile);

}  // namespace vernier::tune
