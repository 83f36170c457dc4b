#pragma once
// Data made ready for one study: split, encoded on the training part alone, and the one way to train and judge a
// configuration on them.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/data/dataset.hpp"
#include "vernier/experiment/experiment.hpp"
#include "vernier/experiment/parts.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/tune/presets.hpp"

namespace vernier::tune {

/// How validation rows are chosen from the rows that are not for testing.
enum class ValidationRule {
  last,    ///< Keras: the last part, before shuffling (experiments)
  random,  ///< drawn with the seed, stratified by class (`tune DATA`)
};

/// What one training gave. The model carries the weights of the best epoch; value and logs are of that epoch too.
struct TrainedModel {
  nn::Model model;
  nn::History history;
  double value = 0;             ///< of the goal's metric
  std::int64_t best_epoch = 0;  ///< from 0
  std::int64_t epochs = 0;      ///< trained
  bool interrupted = false;     ///< the stop token ended it
};

/// What an outsider may do during a training.
struct TrainingHooks {
  /// After every epoch (from 1) with the goal's value; true ends the training.
  std::function<bool(std::int64_t epoch, double value)> on_epoch{};
  /// Further callbacks, called before on_epoch.
  std::vector<nn::CallbackRef> callbacks{};
  std::stop_token stop{};
  /// The bytes of a checkpoint to continue from; the result is that of a fit that never paused.
  std::optional<std::string> checkpoint{};
  /// It is one of another configuration: its weights, optimizer and epoch are gone on from, under this one.
  bool of_another = false;
  /// Called with the bytes of a checkpoint after an epoch for which it is wanted.
  std::function<bool(std::int64_t epoch)> wants_checkpoint{};
  std::function<void(std::string bytes)> on_checkpoint{};
};

/// A part of a training under one configuration.
struct TrainingStage {
  Configuration configuration;
  std::int64_t until = 0;  ///< its last epoch, from 1
  std::uint64_t seed = 0;
};

/// A network at its beginning, and what a fit of it takes. The views look at the task and at this object.
struct PreparedTraining {
  nn::Model model;
  nn::Inputs x;
  std::vector<Tensor> y;
  std::vector<Tensor> validation_y;  ///< empty without a validation part
  nn::FitOptions options;            ///< what the fit block says, and the validation part; no callbacks
};

/// Immutable after construction; const members may be called from several threads.
class TrainingTask {
 public:
  /// `split` is the share for validation (0: none), where the data block does not say which rows. Throws
  /// InvalidArgument, BadData.
  TrainingTask(Dataset dataset, double split, ValidationRule rule, std::uint64_t seed);

  [[nodiscard]] const Dataset& dataset() const { return dataset_; }
  [[nodiscard]] const Encoder& encoder() const { return encoder_; }
  [[nodiscard]] const Examples& train_part() const { return train_; }
  [[nodiscard]] const Examples& validation_part() const { return validation_; }
  [[nodiscard]] bool has_test() const { return !test_.x.empty(); }
  [[nodiscard]] DataProfile profile() const;

  /// What train begins with. Throws InvalidArgument for parts that do not fit the data.
  [[nodiscard]] PreparedTraining prepare(const Configuration& configuration, std::uint64_t seed) const;

  /// Trains with Keras's semantics; the goal is read from the logs. Throws InvalidArgument for parts that do not fit
  /// the data, TrainingFailed when the loss diverges.
  [[nodiscard]] TrainedModel train(const Configuration& configuration, const Goal& goal, std::uint64_t seed,
                                   const TrainingHooks& hooks = {}) const;

  /// Trains on training and validation rows together, one stage after the other on the same weights: what was held back
  /// to choose the configuration and its epochs goes into the model that is used. Callbacks are left out, since there
  /// is nothing to watch. Nothing when the loss diverges or there is no validation part. Throws InvalidArgument as
  /// train does.
  [[nodiscard]] std::optional<nn::Model> refit(std::span<const TrainingStage> stages) const;

  /// Builds the network and takes one row of each class of each target through it; nothing is trained. Throws
  /// InvalidArgument or BadData, naming the layer and the shapes, where train would.
  void check(const Configuration& configuration) const;

  /// Of the test part: its scores (scores.hpp), and the loss and metrics of compile. Those see targets as they were
  /// scaled, so errors that are there on the original scale are left out. `predictions` is what predict_test gave.
  [[nodiscard]] std::map<std::string, double> test(nn::Model& model, std::span<const Tensor> predictions) const;
  /// The model's outputs for the test part, in the order of the targets.
  [[nodiscard]] std::vector<Tensor> predict_test(nn::Model& model) const;
  /// row_errors of the first target, on the test part.
  [[nodiscard]] std::vector<double> test_errors(std::span<const Tensor> predictions) const;

 private:
  [[nodiscard]] PreparedTraining prepare(nn::Model model, const experiment::FitBlock& fit) const;
  [[nodiscard]] nn::Model compiled_model(const Configuration& configuration, const nn::CompileOptions& compile,
                                         std::uint64_t seed) const;
  /// What the fit block says, without callbacks and validation.
  [[nodiscard]] nn::FitOptions fit_options(const experiment::FitBlock& fit) const;
  /// Targets as the losses take them: class ids become one-hot rows for categorical_crossentropy.
  [[nodiscard]] std::vector<Tensor> answers(std::vector<Tensor> targets, const nn::Model& model) const;

  Dataset dataset_;
  Encoder encoder_;
  Examples train_;
  Examples validation_;
  Examples test_;
};

/// Training that cannot go on: "loss became NaN at epoch 3".
struct TrainingFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace vernier::tune
