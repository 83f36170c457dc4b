// Model::fit: epochs, batches, validation and callbacks, in the order of keras/src/backend/jax/trainer.py, Keras 3.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "vernier/base/errors.hpp"
#include "vernier/nn/batches.hpp"
#include "vernier/nn/executor.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/nn/training.hpp"

namespace vernier::nn {

/// One call of fit.
class FitLoop {
 public:
  FitLoop(Model& model, const Inputs& x, const Targets& y, const FitOptions& options)
      : options_(options),
        graph_(*model.graph_),
        executor_(*model.executor_),
        training_(*model.training_),
        rng_(options.seed.value_or(model.seed())),
        state_{.model = model, .epochs = options.epochs} {
    model.check_targets(x, y, options.sample_weight, options.batch_size);
    if (!options.class_weight.empty() && !options.sample_weight.empty()) {
      throw InvalidArgument("both class_weight and sample_weight are given", "one of them");
    }
    split(x, y);
    if (validation_) {
      model.check_targets(validation_->x, validation_->y, validation_->sample_weight, validation_batch_size());
    }
    training_.resolve(graph_, y_);
    training_.prepare(graph_);
    if (validation_) check_validation_targets();
    for (const CallbackRef& callback : options.callbacks) callbacks_.push_back(callback.get());
  }

  History run() {
    Batches batches(x_, y_, weights_, options_.batch_size, Mixing(options_.mixup, options_.cutmix, x_));
    state_.steps = batches.count();
    training_.optimizer().schedule().prepare({.steps_per_epoch = batches.count(), .epochs = options_.epochs});
    progress_.epoch = options_.initial_epoch;
    progress_.samples = batches.samples();
    progress_.batch_size = options_.batch_size;
    begin();
    // an epoch that has begun comes to its end even where a callback said stop
    while (progress_.epoch < options_.epochs && (progress_.batch > 0 || !state_.stop)) {
      if (interrupted() || !run_epoch(batches)) return interrupted_history();
    }
    state_.epoch = progress_.epoch;
    training_.finish(graph_);
    for (const auto& callback : callbacks_) callback->on_train_end(state_);
    progress_.history.warnings = state_.warnings;
    return std::move(progress_.history);
  }

  FitLoop(const FitLoop&) = delete;
  FitLoop& operator=(const FitLoop&) = delete;
  ~FitLoop() {
    training_.running = nullptr;
    training_.capture = nullptr;
  }

 private:
  // Keras sorts all names of an epoch, those of validation among them
  static Logs sorted(const Logs& logs) {
    auto items = logs.items();
    std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Logs result;
    for (const auto& [name, value] : items) result.set(name, value);
    return result;
  }
  // (n) and (n, 1) are the same targets
  static Shape aligned(const Shape& target) {
    const Shape sample = target.without_front();
    return sample == Shape{1} ? Shape{} : sample;
  }
  [[nodiscard]] bool interrupted() const { return options_.stop.stop_requested(); }
  [[nodiscard]] Index validation_batch_size() const {
    return options_.validation_batch_size.value_or(options_.batch_size);
  }

  void check_validation_targets() const {
    for (std::size_t k = 0; k < y_.views().size(); ++k) {
      const Shape& given = validation_->y.views()[k].shape;
      const Shape& trained = y_.views()[k].shape;
      if (aligned(given) == aligned(trained)) continue;
      throw InvalidArgument(fmt::format("validation targets of shape {}", to_string(given)),
                            fmt::format("the shape of the training targets, {}", to_string(trained)));
    }
  }

  void split(const Inputs& x, const Targets& y) {
    const Index samples = x.samples();
    std::span<const float> weights = options_.sample_weight;
    x_ = x;
    y_ = y;
    validation_ = options_.validation_data;
    if (!validation_ && options_.validation_split != 0) {
      const double share = options_.validation_split;
      const auto at = static_cast<Index>(std::floor(static_cast<double>(samples) * (1.0 - share)));
      if (!(share > 0 && share < 1) || at == 0 || at == samples) {
        throw InvalidArgument(fmt::format("a validation split of {} of {} samples", share, samples),
                              "a share that leaves samples on both sides");
      }
      const auto boundary = static_cast<std::size_t>(at);
      validation_ = ValidationData{x.slice(at, samples), y.slice(at, samples),
                                   weights.empty() ? weights : weights.subspan(boundary)};
      x_ = x.slice(0, at);
      y_ = y.slice(0, at);
      if (!weights.empty()) weights = weights.first(boundary);
    }
    weights_ = weights;
    if (!options_.class_weight.empty()) weigh_classes();
  }

  void weigh_classes() {
    if (y_.views().size() > 1) {
      throw InvalidArgument("class_weight for a model of several outputs", "one output", "Use sample_weight.");
    }
    const ConstView y = y_.views()[0];
    const Shape sample = y.shape.without_front();
    if (sample.rank() > 1) {
      throw InvalidArgument(fmt::format("class_weight with targets of shape {}", to_string(y.shape)),
                            "one class a sample: (samples), (samples, 1) or (samples, classes)");
    }
    const Index columns = sample.size();
    for (Index i = 0; i < y.shape[0]; ++i) {
      const float* row = y.data + i * columns;
      const int label = columns > 1 ? static_cast<int>(std::max_element(row, row + columns) - row)
                                    : static_cast<int>(std::nearbyint(row[0]));
      const auto found = options_.class_weight.find(label);
      class_weights_.push_back(found == options_.class_weight.end() ? 1.0F : found->second);
    }
    weights_ = class_weights_;
  }

  void begin() {
    if (training_.resume) check_position(*training_.resume);
    for (const auto& callback : callbacks_) callback->on_train_begin(state_);
    if (training_.resume) {
      resume(std::move(*training_.resume));
      training_.resume.reset();
    }
    training_.running = &progress_;
    training_.capture = [this] { capture(); };
  }

  void check_position(const FitProgress& resume) const {
    if (resume.batch == 0 || options_.initial_epoch != 0) return;
    if (resume.samples == progress_.samples && resume.batch_size == progress_.batch_size) return;
    throw InvalidArgument(
        fmt::format(
            "a checkpoint in the middle of an epoch of {} samples in batches of {} is continued with {} samples "
            "in batches of {}",
            resume.samples, resume.batch_size, progress_.samples, progress_.batch_size),
        "the data and the batch size of the fit that was saved");
  }

  void resume(FitProgress resume) {
    if (options_.initial_epoch == 0) {
      progress_.epoch = resume.epoch;
      progress_.batch = resume.batch;
      progress_.gathered = std::move(resume.gathered);
    }
    state_.epoch = progress_.epoch;
    progress_.history = std::move(resume.history);
    state_.warnings = progress_.history.warnings;
    for (std::size_t i = 0; i < callbacks_.size() && i < resume.callbacks.size(); ++i) {
      if (resume.callbacks[i].is_null()) continue;
      try {
        callbacks_[i]->restore(state_, resume.callbacks[i], std::move(resume.callback_tensors[i]));
      } catch (const Json::exception& error) {
        throw BadData(fmt::format("the checkpoint's state of callback {} is malformed ({})", i + 1, error.what()),
                      "the callbacks of the fit that was saved, in their order");
      }
    }
  }

  // Brings progress_ up to date.
  void capture() {
    if (in_batches_) progress_.gathered = training_.gathered();
    progress_.history.warnings = state_.warnings;
    progress_.callbacks = Json::array();
    progress_.callback_tensors.clear();
    for (const auto& callback : callbacks_) {
      progress_.callbacks.push_back(callback->state());
      const std::span<const Tensor> tensors = callback->tensors();
      progress_.callback_tensors.emplace_back(tensors.begin(), tensors.end());
    }
  }

  // Begins the present epoch or goes on with it; false when it was interrupted.
  bool run_epoch(Batches& batches) {
    state_.epoch = progress_.epoch;
    const auto epoch = static_cast<std::uint64_t>(state_.epoch);
    if (options_.shuffle) batches.shuffle(rng_.split("shuffle").split(epoch));
    batches.set_mixing_stream(rng_.split("mixing").split(epoch));
    if (progress_.batch > 0) {
      training_.restore_gathered(progress_.gathered);
    } else {
      for (const auto& callback : callbacks_) callback->on_epoch_begin(state_);
      training_.reset();
    }
    if (!train_batches(batches)) return false;
    Logs logs;
    training_.write(logs, "");
    if (!validate(logs)) return false;
    logs = sorted(logs);
    for (const auto& callback : callbacks_) callback->on_epoch_end(state_, logs);
    progress_.history.append(state_.epoch, logs);
    ++progress_.epoch;
    progress_.batch = 0;
    if (options_.after_epoch) options_.after_epoch(state_);
    return true;
  }

  // false when it was interrupted
  bool train_batches(Batches& batches) {
    in_batches_ = true;
    while (progress_.batch < batches.count() && !state_.stop) {
      const Index b = progress_.batch++;
      const double loss = training_.train(graph_, executor_, batches.get(b, buffers_), steps_);
      for (const auto& callback : callbacks_) callback->on_batch_end(state_, b, loss);
      if (options_.after_batch) options_.after_batch(state_, b);
      if (interrupted()) return false;
    }
    training_.rest(graph_);
    progress_.gathered = training_.gathered();  // validation gathers anew
    in_batches_ = false;
    return true;
  }

  // Leaves everything as another fit, of this model or of its checkpoint, goes on with it.
  History interrupted_history() {
    training_.rest(graph_);
    capture();
    training_.resume = std::make_unique<FitProgress>(progress_);
    progress_.history.interrupted = true;
    return std::move(progress_.history);
  }

  // false when it was interrupted
  bool validate(Logs& logs) {
    if (!validation_) return true;
    Batches batches(validation_->x, validation_->y, validation_->sample_weight, validation_batch_size());
    training_.reset();
    for (Index b = 0; b < batches.count(); ++b) {
      if (interrupted()) return false;
      training_.test(graph_, executor_, batches.get(b, buffers_));
    }
    training_.write(logs, "val_");
    return true;
  }

  const FitOptions& options_;
  Graph& graph_;
  Executor& executor_;
  Training& training_;
  Rng rng_;
  Rng steps_ = rng_.split("step");
  FitState state_;
  BatchBuffers buffers_;
  FitProgress progress_;
  bool in_batches_ = false;  // training_ gathers the batches of the present epoch
  Inputs x_;
  Targets y_;
  std::span<const float> weights_;
  std::vector<float> class_weights_;
  std::optional<ValidationData> validation_;
  std::vector<std::shared_ptr<Callback>> callbacks_;
};

History Model::fit(const Inputs& x, const Targets& y, const FitOptions& options) {
  require_compiled("fit");
  require_built_for(x);
  if (options.epochs < 0 || options.initial_epoch < 0) {
    throw InvalidArgument(fmt::format("{} epochs from epoch {}", options.epochs, options.initial_epoch),
                          "numbers of at least 0");
  }
  return FitLoop(*this, x, y, options).run();
}

}  // namespace vernier::nn
