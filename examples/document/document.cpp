// The document's program: its network, its settings, its early stopping, on the bundled data with its 100 inputs. Then
// the same with units, activation, learning rate, schedule and batch size tuned.
//
//   document DATA_FOLDER [TRIALS]
#include <fmt/core.h>

#include <cstdlib>
#include <string>

#include "vernier/data/dataset.hpp"
#include "vernier/nn/callbacks/early_stopping.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/schedules/exponential_decay.hpp"
#include "vernier/nn/sequential.hpp"
#include "vernier/study/study.hpp"
#include "vernier/tune/pruning.hpp"

namespace nn = vernier::nn;

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: document DATA_FOLDER [TRIALS]\n");
    return 2;
  }
  const vernier::Dataset data = vernier::load_dataset(
      {{"path", "sms100.csv.gz"}, {"target", "label"}, {"test", {{"rows", "i % 5 == 4"}}}}, argv[1]);
  const vernier::Encoder encoder = data.fit_encoder();
  const vernier::Examples train = data.encode(encoder);
  const vernier::Examples test = data.encode_test(encoder);

  // The document's own settings.
  nn::Sequential model;
  model.add(nn::Input({100}));
  model.add(nn::Dense(64, {.activation = "relu"}));
  model.add(nn::Dense(1, {.activation = "sigmoid"}));
  model.compile(
      {.optimizer = nn::Adam({.learning_rate = 0.001}), .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  const auto early_stopping = nn::EarlyStopping({.monitor = "val_loss", .patience = 5});
  model.fit(train.x, train.y,
            {.batch_size = 32, .epochs = 100, .validation_split = 0.2, .callbacks = {early_stopping}});
  fmt::print("{}\n", model.summary());
  fmt::print("the document's settings: test accuracy {:.4f}\n", *model.evaluate(test.x, test.y).get("accuracy"));

  // The same, tuned.
  auto study =
      vernier::Study::open("memory://", {.name = "document", .direction = vernier::Direction::maximize, .seed = 1});
  study.optimize(
      [&](vernier::Trial& trial) {
        nn::Sequential network;
        network.add(nn::Input({100}));
        const std::string activation = trial.suggest_categorical("activation", {"relu", "tanh", "silu"});
        for (std::int64_t i = 0, n = trial.suggest_int("layers", 1, 3); i < n; ++i) {
          const auto units = trial.suggest_int(fmt::format("layers[{}].units", i), 16, 256, {.log = true});
          network.add(nn::Dense(units, {.activation = activation}));
        }
        network.add(nn::Dense(1, {.activation = "sigmoid"}));
        const auto rate =
            nn::ExponentialDecay({.initial_learning_rate = trial.suggest_float("rate", 1e-4, 1e-2, {.log = true}),
                                  .decay_epochs = 1,
                                  .decay_rate = trial.suggest_float("decay", 0.8, 1.0)});
        network.compile(
            {.optimizer = nn::Adam({.learning_rate = rate}), .loss = "binary_crossentropy", .metrics = {"accuracy"}});
        const auto history =
            network.fit(train.x, train.y,
                        {.batch_size = trial.suggest_int("batch_size", 16, 128, {.log = true}),
                         .epochs = 100,
                         .validation_split = 0.2,
                         .callbacks = {early_stopping, vernier::tune::Pruning(trial, "val_accuracy")}});
        return history.best("val_accuracy");
      },
      {.n_trials = argc > 2 ? std::atoi(argv[2]) : 20, .n_jobs = 2});

  if (const auto best = study.best_trial()) {
    fmt::print("best of {} trials: validation accuracy {:.4f} with {}\n", study.trials().size(), best->values[0],
               vernier::to_json(best->params).dump());
  }
  return 0;
}
