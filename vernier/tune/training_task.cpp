#include "vernier/tune/training_task.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/experiment/parts.hpp"
#include "vernier/nn/mixing.hpp"
#include "vernier/tune/best_weights.hpp"
#include "vernier/tune/network.hpp"
#include "vernier/tune/scores.hpp"

namespace vernier::tune {
namespace {

/// Tells an outsider of every epoch and ends the fit when asked to.
class EpochObserver : public nn::Callback {
 public:
  EpochObserver(const BestWeights& best, const TrainingHooks& hooks) : best_(best), hooks_(hooks) {}
  void on_epoch_end(nn::FitState& state, nn::Logs&) override {
    if (hooks_.on_epoch && hooks_.on_epoch(state.epoch + 1, best_.latest())) state.stop = true;
  }

 private:
  const BestWeights& best_;
  const TrainingHooks& hooks_;
};

/// Ends a fit after so many epochs, without changing what its schedule knows of them, or when its loss diverges.
class EpochLimit : public nn::Callback {
 public:
  explicit EpochLimit(std::int64_t epochs) : epochs_(epochs) {}
  void on_epoch_end(nn::FitState& state, nn::Logs& logs) override {
    diverged = !std::isfinite(logs.get("loss").value_or(0));
    if (diverged || state.epoch + 1 >= epochs_) state.stop = true;
  }

  bool diverged = false;

 private:
  std::int64_t epochs_;
};

Tensor joined(const Tensor& first, const Tensor& second) {
  Tensor both(first.shape().without_front().with_front(first.shape()[0] + second.shape()[0]));
  std::copy(second.values().begin(), second.values().end(),
            std::copy(first.values().begin(), first.values().end(), both.values().begin()));
  return both;
}

std::vector<Tensor> joined(const std::vector<Tensor>& first, const std::vector<Tensor>& second) {
  std::vector<Tensor> both;
  for (std::size_t k = 0; k < first.size(); ++k) both.push_back(joined(first[k], second[k]));
  return both;
}

/// Metrics that `score` gives on the original scale.
constexpr std::array scaled_errors{"mean_squared_error",      "mse",     "mean_absolute_error", "mae",
                                   "root_mean_squared_error", "r2_score"};

Tensor one_hot(const Tensor& ids, Index classes) {
  Tensor encoded(Shape{ids.size(), classes});
  for (Index row = 0; row < ids.size(); ++row)
    encoded.data()[row * classes + static_cast<Index>(ids.data()[row])] = 1.0F;
  return encoded;
}

std::map<int, float> class_weights(const Json& json, const Dataset& dataset) {
  std::map<int, float> weights;
  if (json.is_null()) return weights;
  if (dataset.target_count() > 1) {
    throw InvalidArgument(fmt::format("fit.class_weight with {} targets", dataset.target_count()), "one target",
                          "Weigh the outputs: compile: {outputs: {NAME: {loss_weight: 0.5}}}.");
  }
  if (json == "balanced") {
    const std::vector<Index> counts = dataset.class_counts();
    for (std::size_t k = 0; k < counts.size(); ++k) {
      const double share = static_cast<double>(dataset.rows()) / static_cast<double>(counts.size());
      if (counts[k] > 0) weights[static_cast<int>(k)] = static_cast<float>(share / static_cast<double>(counts[k]));
    }
    return weights;
  }
  if (!json.is_object()) {
    throw InvalidArgument(fmt::format("fit.class_weight is {}", json.dump()), "'balanced', or a weight for each class");
  }
  const std::vector<std::string>& names = dataset.task().classes;
  for (const auto& [name, weight] : json.items()) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end() || !weight.is_number()) {
      throw InvalidArgument(fmt::format("fit.class_weight: '{}: {}'", name, weight.dump()), "a class and its weight",
                            suggest(name, names));
    }
    weights[static_cast<int>(at - names.begin())] = weight.get<float>();
  }
  return weights;
}

}  // namespace

TrainingTask::TrainingTask(Dataset dataset, double split, ValidationRule rule, std::uint64_t seed)
    : dataset_(std::move(dataset)) {
  if (dataset_.target_count() > nn::Targets::max_count) {
    throw InvalidArgument(fmt::format("data: {} targets", dataset_.target_count()),
                          fmt::format("at most {}", nn::Targets::max_count));
  }
  Split rows{all_rows(dataset_.rows()), {}};
  if (const std::vector<Index>& named = dataset_.validation_rows(); !named.empty()) {
    rows.test = named;
    std::erase_if(rows.train, [&](Index row) { return std::binary_search(named.begin(), named.end(), row); });
  } else if (split > 0 && rule == ValidationRule::random && !dataset_.series()) {
    rows = random_split(dataset_.rows(), split, Rng(seed).split("validation"), dataset_.classes());
  } else if (split > 0) {
    // Keras: train_validation_split of keras/src/trainers/data_adapters/data_adapter_utils.py
    const auto at = static_cast<Index>(std::floor(static_cast<double>(dataset_.rows()) * (1.0 - split)));
    if (at == 0 || at == dataset_.rows()) {
      throw InvalidArgument(fmt::format("validation_split {} of {} rows", split, dataset_.rows()), "a row on each side",
                            "Change validation_split or add rows.");
    }
    rows.train.assign(rows.train.begin(), rows.train.begin() + at);
    for (Index row = at; row < dataset_.rows(); ++row) rows.test.push_back(row);
  }
  encoder_ = dataset_.fit_encoder(rows.train);
  train_ = dataset_.encode(encoder_, rows.train);
  if (!rows.test.empty()) validation_ = dataset_.encode(encoder_, rows.test);
  if (dataset_.test_rows() > 0) test_ = dataset_.encode_test(encoder_);
}

DataProfile TrainingTask::profile() const {
  std::vector<Task> targets;
  for (std::size_t k = 0; k < dataset_.target_count(); ++k) targets.push_back(dataset_.task(k));
  return {std::move(targets), dataset_.rows(), encoder_.input_specs()};
}

nn::Model TrainingTask::compiled_model(const Configuration& configuration, const nn::CompileOptions& compile,
                                       std::uint64_t seed) const {
  const std::vector<InputSpec>& specs = encoder_.input_specs();
  nn::Model model = nn::Model::from_config(fitted_layers(configuration.model, specs), {.seed = seed});
  order_outputs(model, encoder_);
  std::vector<Shape> shapes;
  if (specs.size() == 1) shapes.push_back(specs.front().shape);
  model.build(shapes);
  model.adapt(arranged(model, specs, train_.x));
  model.compile(compile);
  return model;
}

nn::FitOptions TrainingTask::fit_options(const experiment::FitBlock& fit) const {
  return {.batch_size = fit.batch_size,
          .epochs = fit.epochs,
          .shuffle = fit.shuffle,
          .class_weight = class_weights(fit.class_weight, dataset_),
          .mixup = fit.mixup,
          .cutmix = fit.cutmix,
          .threads = static_cast<std::size_t>(fit.threads),
          .prefetch = fit.prefetch};
}

std::vector<Tensor> TrainingTask::answers(std::vector<Tensor> targets, const nn::Model& model) const {
  const std::vector<std::string> outputs = model.output_names();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const Task& task = dataset_.task(k);
    const std::string loss = model.compile_options().of_output(outputs[k]).loss.name;
    if (task.kind != TaskKind::multiclass || loss != "categorical_crossentropy") continue;
    targets[k] = one_hot(targets[k], task.class_count());
  }
  return targets;
}

void TrainingTask::check(const Configuration& configuration) const {
  const auto compile = options_from_json<nn::CompileOptions>(configuration.compile, "compile");
  const auto fit = options_from_json<experiment::FitBlock>(configuration.fit, "fit");
  (void)class_weights(fit.class_weight, dataset_);
  (void)nn::Mixing(fit.mixup, fit.cutmix, train_.x);
  nn::Model model = compiled_model(configuration, compile, 0);
  const std::vector<std::string> outputs = model.output_names();
  std::set<Index> rows{0};
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Shape& output = model.output_shape(k);
    const Index classes = dataset_.task(k).class_count();
    const bool ids = compile.of_output(outputs[k]).loss.name == "sparse_categorical_crossentropy";
    if ((ids || classes > 2) && output.rank() > 0 && output.back() < classes) {
      throw InvalidArgument(
          fmt::format("the output of layer '{}' has the shape {} and the target {} classes", outputs[k],
                      to_string(output), classes),
          "an output for each class",
          fmt::format("The layer should have {} units; of a quantity say task: regression.", classes));
    }
    std::set<Index> seen;
    for (Index row = 0; const Index id : dataset_.classes(k)) {
      if (seen.insert(id).second) rows.insert(row);
      ++row;
    }
  }
  const Examples examples = dataset_.encode(encoder_, std::vector<Index>(rows.begin(), rows.end()));
  (void)model.evaluate(arranged(model, encoder_.input_specs(), examples.x), answers(examples.y, model));
}

PreparedTraining TrainingTask::prepare(nn::Model model, const experiment::FitBlock& fit) const {
  PreparedTraining training{std::move(model), {}, {}, {}, fit_options(fit)};
  const std::vector<InputSpec>& specs = encoder_.input_specs();
  training.x = arranged(training.model, specs, train_.x);
  training.y = answers(train_.y, training.model);
  training.validation_y = answers(validation_.y, training.model);
  if (!validation_.y.empty()) {
    training.options.validation_data =
        nn::ValidationData{arranged(training.model, specs, validation_.x), training.validation_y};
  }
  return training;
}

PreparedTraining TrainingTask::prepare(const Configuration& configuration, std::uint64_t seed) const {
  const auto compile = options_from_json<nn::CompileOptions>(configuration.compile, "compile");
  return prepare(compiled_model(configuration, compile, seed),
                 options_from_json<experiment::FitBlock>(configuration.fit, "fit"));
}

TrainedModel TrainingTask::train(const Configuration& configuration, const Goal& goal, std::uint64_t seed,
                                 const TrainingHooks& hooks) const {
  const auto compile = options_from_json<nn::CompileOptions>(configuration.compile, "compile");
  const auto fit = options_from_json<experiment::FitBlock>(configuration.fit, "fit");
  const bool resumed = hooks.checkpoint && !hooks.of_another;
  nn::Model model =
      resumed ? nn::Model::from_bytes(*hooks.checkpoint, "checkpoint") : compiled_model(configuration, compile, seed);
  if (hooks.checkpoint && hooks.of_another) model.continue_from(*hooks.checkpoint);
  PreparedTraining training = prepare(std::move(model), fit);

  auto best = std::make_shared<BestWeights>(goal);
  nn::FitOptions& options = training.options;
  options.stop = hooks.stop;
  for (const Component& callback : fit.callbacks) options.callbacks.emplace_back(callback);
  for (const nn::CallbackRef& callback : hooks.callbacks) options.callbacks.push_back(callback);
  options.callbacks.emplace_back(best);
  options.callbacks.emplace_back(std::make_shared<EpochObserver>(*best, hooks));
  if (hooks.wants_checkpoint) {
    options.after_epoch = [&](nn::FitState& state) {
      if (hooks.wants_checkpoint(state.epoch + 1)) hooks.on_checkpoint(state.model.to_bytes(true));
    };
  }
  nn::History history = training.model.fit(training.x, training.y, options);
  if (history.epochs().empty()) return {std::move(training.model), std::move(history), 0, 0, 0, true};
  training.model.set_weights(best->weights());
  const auto epochs = static_cast<std::int64_t>(history.epochs().size());
  const bool interrupted = history.interrupted;
  return {std::move(training.model), std::move(history), best->value(), best->epoch(), epochs, interrupted};
}

std::optional<nn::Model> TrainingTask::refit(std::span<const TrainingStage> stages) const {
  if (validation_.y.empty()) return std::nullopt;
  const std::vector<Tensor> x = joined(train_.x, validation_.x);
  const std::vector<Tensor> y = joined(train_.y, validation_.y);
  std::optional<nn::Model> model;
  std::string checkpoint;
  for (const TrainingStage& stage : stages) {
    const Json& compile = stage.configuration.compile;
    nn::Model next =
        compiled_model(stage.configuration, options_from_json<nn::CompileOptions>(compile, "compile"), stage.seed);
    if (model) next.continue_from(checkpoint);
    const auto limit = std::make_shared<EpochLimit>(stage.until);
    nn::FitOptions options = fit_options(options_from_json<experiment::FitBlock>(stage.configuration.fit, "fit"));
    options.callbacks = {limit};
    if (&stage != &stages.back()) {
      options.after_epoch = [&](nn::FitState& state) {
        if (state.epoch + 1 == stage.until) checkpoint = state.model.to_bytes(true);
      };
    }
    next.fit(arranged(next, encoder_.input_specs(), x), answers(y, next), options);
    if (limit->diverged) return std::nullopt;
    model = std::move(next);
  }
  return model;
}

std::vector<Tensor> TrainingTask::predict_test(nn::Model& model) const {
  return model.predict_outputs(arranged(model, encoder_.input_specs(), test_.x), 1024);
}

std::map<std::string, double> TrainingTask::test(nn::Model& model, std::span<const Tensor> predictions) const {
  std::map<std::string, double> scores = score(encoder_, predictions, test_.y);
  std::set<std::string> left_out;
  for (std::size_t k = 0; k < encoder_.target_count(); ++k) {
    if (!encoder_.target(k).scales()) continue;
    for (const char* name : scaled_errors) left_out.insert(score_prefix(encoder_, k) + name);
  }
  const nn::Logs logs = model.evaluate(arranged(model, encoder_.input_specs(), test_.x), answers(test_.y, model));
  for (const auto& [name, value] : logs.items()) {
    if (!left_out.contains(name)) scores.insert_or_assign(name, value);
  }
  return scores;
}

std::vector<double> TrainingTask::test_errors(std::span<const Tensor> predictions) const {
  return row_errors(encoder_.target(), predictions.front(), test_.y.front());
}

}  // namespace vernier::tune
