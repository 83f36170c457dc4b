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

/// What `score` gives on the original scale.
bool is_error(std::string_view name) {
  static constexpr std::array names{"mean_squared_error",      "mse",     "mean_absolute_error", "mae",
                                    "root_mean_squared_error", "r2_score"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

Tensor one_hot(const Tensor& ids, Index classes) {
  Tensor encoded(Shape{ids.size(), classes});
  for (Index row = 0; row < ids.size(); ++row)
    encoded.data()[row * classes + static_cast<Index>(ids.data()[row])] = 1.0F;
  return encoded;
}

std::map<int, float> class_weights(const Json& json, const Dataset& dataset) {
  std::map<int, float> weights;
  if (json.is_null()) return weights;
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
  return {dataset_.task().kind, dataset_.task().class_count(), dataset_.rows(), encoder_.input_specs()};
}

nn::Model TrainingTask::compiled_model(const Configuration& configuration, const nn::CompileOptions& compile,
                                       std::uint64_t seed) const {
  const std::vector<InputSpec>& specs = encoder_.input_specs();
  nn::Model model = nn::Model::from_config(fitted_layers(configuration.model, specs), {.seed = seed});
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

bool TrainingTask::expands(const nn::CompileOptions& compile) const {
  return compile.loss.name == "categorical_crossentropy" && dataset_.task().kind == TaskKind::multiclass;
}

void TrainingTask::check(const Configuration& configuration) const {
  const auto compile = options_from_json<nn::CompileOptions>(configuration.compile, "compile");
  const auto fit = options_from_json<experiment::FitBlock>(configuration.fit, "fit");
  (void)class_weights(fit.class_weight, dataset_);
  (void)nn::Mixing(fit.mixup, fit.cutmix, train_.x);
  nn::Model model = compiled_model(configuration, compile, 0);
  const Shape& output = model.output_shape();
  const Index classes = dataset_.task().class_count();
  if (compile.loss.name == "sparse_categorical_crossentropy" && output.rank() > 0 && output.back() < classes) {
    throw InvalidArgument(fmt::format("the output of layer '{}' has the shape {} and the target {} classes",
                                      model.layers().back()->name(), to_string(output), classes),
                          "an output for each class", fmt::format("The last layer should have {} units.", classes));
  }
  std::vector<Index> rows{0};
  std::set<Index> seen;
  for (Index row = 0; const Index id : dataset_.classes()) {
    if (seen.insert(id).second && row > 0) rows.push_back(row);
    ++row;
  }
  const Examples examples = dataset_.encode(encoder_, rows);
  (void)model.evaluate(arranged(model, encoder_.input_specs(), examples.x),
                       expands(compile) ? one_hot(examples.y, classes) : examples.y);
}

TrainedModel TrainingTask::train(const Configuration& configuration, const Goal& goal, std::uint64_t seed,
                                 const TrainingHooks& hooks) const {
  const auto compile = options_from_json<nn::CompileOptions>(configuration.compile, "compile");
  const auto fit = options_from_json<experiment::FitBlock>(configuration.fit, "fit");
  nn::Model model = hooks.checkpoint ? nn::Model::from_bytes(*hooks.checkpoint, "checkpoint")
                                     : compiled_model(configuration, compile, seed);
  const bool expand = expands(compile);
  const Tensor expanded = expand ? one_hot(train_.y, dataset_.task().class_count()) : Tensor();
  const Tensor expanded_validation =
      expand && !validation_.y.empty() ? one_hot(validation_.y, dataset_.task().class_count()) : Tensor();

  auto best = std::make_shared<BestWeights>(goal);
  nn::FitOptions options = fit_options(fit);
  options.stop = hooks.stop;
  if (!validation_.y.empty()) {
    options.validation_data = nn::ValidationData{arranged(model, encoder_.input_specs(), validation_.x),
                                                 (expand ? expanded_validation : validation_.y).view()};
  }
  for (const Component& callback : fit.callbacks) options.callbacks.emplace_back(callback);
  for (const nn::CallbackRef& callback : hooks.callbacks) options.callbacks.push_back(callback);
  options.callbacks.emplace_back(best);
  options.callbacks.emplace_back(std::make_shared<EpochObserver>(*best, hooks));
  if (hooks.wants_checkpoint) {
    options.after_epoch = [&](nn::FitState& state) {
      if (hooks.wants_checkpoint(state.epoch + 1)) hooks.on_checkpoint(state.model.to_bytes(true));
    };
  }
  nn::History history =
      model.fit(arranged(model, encoder_.input_specs(), train_.x), expand ? expanded : train_.y, options);
  if (history.epochs().empty()) return {std::move(model), std::move(history), 0, 0, 0, true};
  model.set_weights(best->weights());
  const auto epochs = static_cast<std::int64_t>(history.epochs().size());
  const bool interrupted = history.interrupted;
  return {std::move(model), std::move(history), best->value(), best->epoch(), epochs, interrupted};
}

std::optional<nn::Model> TrainingTask::refit(const Configuration& configuration, std::int64_t epochs,
                                             std::uint64_t seed) const {
  if (validation_.y.empty()) return std::nullopt;
  const auto compile = options_from_json<nn::CompileOptions>(configuration.compile, "compile");
  const auto fit = options_from_json<experiment::FitBlock>(configuration.fit, "fit");
  std::vector<Tensor> x;
  for (std::size_t k = 0; k < train_.x.size(); ++k) x.push_back(joined(train_.x[k], validation_.x[k]));
  const Tensor y = joined(train_.y, validation_.y);
  nn::Model model = compiled_model(configuration, compile, seed);
  const auto limit = std::make_shared<EpochLimit>(epochs);
  nn::FitOptions options = fit_options(fit);
  options.callbacks = {limit};
  model.fit(arranged(model, encoder_.input_specs(), x),
            expands(compile) ? one_hot(y, dataset_.task().class_count()) : y, options);
  if (limit->diverged) return std::nullopt;
  return model;
}

Tensor TrainingTask::predict_test(nn::Model& model) const {
  return model.predict(arranged(model, encoder_.input_specs(), test_.x), 1024);
}

std::map<std::string, double> TrainingTask::test(nn::Model& model, const Tensor& prediction) const {
  std::map<std::string, double> scores = score(encoder_, prediction, test_.y);
  const bool expand = expands(model.compile_options());
  const nn::Logs logs = model.evaluate(arranged(model, encoder_.input_specs(), test_.x),
                                       expand ? one_hot(test_.y, dataset_.task().class_count()) : test_.y);
  for (const auto& [name, value] : logs.items()) {
    if (!encoder_.scales_targets() || !is_error(name)) scores.insert_or_assign(name, value);
  }
  return scores;
}

std::vector<double> TrainingTask::test_errors(const Tensor& prediction) const {
  std::vector<double> errors(static_cast<std::size_t>(test_.y.size()));
  if (encoder_.task().kind != TaskKind::regression) {
    const std::vector<Index> classes = encoder_.predicted_classes(prediction.view());
    for (std::size_t row = 0; row < errors.size(); ++row) {
      errors[row] = classes[row] == static_cast<Index>(test_.y.values()[row]) ? 0.0 : 1.0;
    }
    return errors;
  }
  Tensor predicted = prediction;
  Tensor target = test_.y;
  encoder_.to_original_scale(predicted.view());
  encoder_.to_original_scale(target.view());
  for (std::size_t row = 0; row < errors.size(); ++row) {
    const double error = static_cast<double>(predicted.values()[row]) - static_cast<double>(target.values()[row]);
    errors[row] = error * error;
  }
  return errors;
}

std::map<std::string, double> score(const Encoder& encoder, const Tensor& prediction, const Tensor& target) {
  const auto rows = static_cast<std::size_t>(target.size());
  if (encoder.task().kind != TaskKind::regression) {
    const std::vector<Index> classes = encoder.predicted_classes(prediction.view());
    const Index columns = prediction.view().columns();
    double right = 0;
    double loss = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      const auto truth = static_cast<Index>(target.values()[row]);
      if (classes[row] == truth) right += 1;
      const std::size_t at = row * static_cast<std::size_t>(columns);
      const double p = columns == 1 ? (truth == 1 ? prediction.values()[at] : 1.0F - prediction.values()[at])
                                    : prediction.values()[at + static_cast<std::size_t>(truth)];
      loss -= std::log(std::max(p, 1e-7));
    }
    return {{"accuracy", right / static_cast<double>(rows)}, {"loss", loss / static_cast<double>(rows)}};
  }
  Tensor predicted = prediction;
  Tensor truth = target;
  encoder.to_original_scale(predicted.view());
  encoder.to_original_scale(truth.view());
  double mean = 0;
  for (const float value : truth.values()) mean += static_cast<double>(value) / static_cast<double>(rows);
  double squares = 0;
  double absolute = 0;
  double total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const double error = static_cast<double>(predicted.values()[row]) - static_cast<double>(truth.values()[row]);
    squares += error * error;
    absolute += std::abs(error);
    total += std::pow(static_cast<double>(truth.values()[row]) - mean, 2);
  }
  const auto n = static_cast<double>(rows);
  return {{"rmse", std::sqrt(squares / n)}, {"mae", absolute / n}, {"r2", total > 0 ? 1 - squares / total : 0.0}};
}

}  // namespace vernier::tune
