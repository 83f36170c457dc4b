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
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {

/// One call of fit.
class FitLoop {
 public:
  FitLoop(Model& model, const Inputs& x, ConstView y, const FitOptions& options)
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
    const Shape& output = graph_.nodes()[graph_.output()].shape;
    training_.resolve(graph_, y_.shape, output.with_front(y_.shape[0]));
    training_.prepare(graph_);
    if (validation_ && aligned(validation_->y.shape) != aligned(y_.shape)) {
      throw InvalidArgument(fmt::format("validation targets of shape {}", to_string(validation_->y.shape)),
                            fmt::format("the shape of the training targets, {}", to_string(y_.shape)));
    }
    for (const CallbackRef& callback : options.callbacks) callbacks_.push_back(callback.get());
    if (graph_.mixed_bfloat16() && !kernels::has_bfloat16()) {
      state_.warnings.emplace_back("dtype_policy mixed_bfloat16 on a processor without avx512_bf16: float32 is used");
    }
  }

  History run() {
    Batches batches(x_, y_, weights_, options_.batch_size);
    state_.steps = batches.count();
    training_.optimizer().schedule().prepare({.steps_per_epoch = batches.count(), .epochs = options_.epochs});
    progress_.epoch = options_.initial_epoch;
    begin();
    for (state_.epoch = progress_.epoch; state_.epoch < options_.epochs && !state_.stop; ++state_.epoch) {
      for (const auto& callback : callbacks_) callback->on_epoch_begin(state_);
      if (options_.shuffle) batches.shuffle(rng_.split("shuffle").split(static_cast<std::uint64_t>(state_.epoch)));
      training_.reset();
      for (Index b = 0; b < batches.count() && !state_.stop; ++b) {
        if (interrupted()) break;
        const Batch batch = batches.get(b);
        const double loss = training_.train(graph_, executor_, batch.x, batch.y, batch.weights, steps_);
        for (const auto& callback : callbacks_) callback->on_batch_end(state_, b, loss);
      }
      training_.rest(graph_);
      Logs logs;
      training_.write(logs, "");
      if (interrupted() || !validate(logs)) break;
      logs = sorted(logs);
      for (const auto& callback : callbacks_) callback->on_epoch_end(state_, logs);
      progress_.history.append(state_.epoch, logs);
      progress_.epoch = state_.epoch + 1;
      if (options_.after_epoch) options_.after_epoch(state_);
    }
    training_.finish(graph_);
    for (const auto& callback : callbacks_) callback->on_train_end(state_);
    History history = std::move(progress_.history);
    history.interrupted = interrupted();
    history.warnings = state_.warnings;
    return history;
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

  void split(const Inputs& x, ConstView y) {
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
      validation_ = ValidationData{x.slice(at, samples), slice_samples(y, at, samples),
                                   weights.empty() ? weights : weights.subspan(boundary)};
      x_ = x.slice(0, at);
      y_ = slice_samples(y, 0, at);
      if (!weights.empty()) weights = weights.first(boundary);
    }
    weights_ = weights;
    if (!options_.class_weight.empty()) weigh_classes();
  }

  void weigh_classes() {
    const Shape sample = y_.shape.without_front();
    if (sample.rank() > 1) {
      throw InvalidArgument(fmt::format("class_weight with targets of shape {}", to_string(y_.shape)),
                            "one class a sample: (samples), (samples, 1) or (samples, classes)");
    }
    const Index columns = sample.size();
    for (Index i = 0; i < y_.shape[0]; ++i) {
      const float* row = y_.data + i * columns;
      const int label = columns > 1 ? static_cast<int>(std::max_element(row, row + columns) - row)
                                    : static_cast<int>(std::nearbyint(row[0]));
      const auto found = options_.class_weight.find(label);
      class_weights_.push_back(found == options_.class_weight.end() ? 1.0F : found->second);
    }
    weights_ = class_weights_;
  }

  void begin() {
    for (const auto& callback : callbacks_) callback->on_train_begin(state_);
    if (training_.resume) {
      FitProgress resume = std::move(*training_.resume);
      training_.resume.reset();
      if (options_.initial_epoch == 0) progress_.epoch = resume.epoch;
      progress_.history = std::move(resume.history);
      for (std::size_t i = 0; i < callbacks_.size() && i < resume.callbacks.size(); ++i) {
        if (resume.callbacks[i].is_null()) continue;
        try {
          callbacks_[i]->restore(resume.callbacks[i], std::move(resume.callback_tensors[i]));
        } catch (const Json::exception& error) {
          throw BadData(fmt::format("the checkpoint's state of callback {} is malformed ({})", i + 1, error.what()),
                        "the callbacks of the fit that was saved, in their order");
        }
      }
    }
    training_.running = &progress_;
    training_.capture = [this](FitProgress& progress) {
      progress.callbacks = Json::array();
      progress.callback_tensors.clear();
      for (const auto& callback : callbacks_) {
        progress.callbacks.push_back(callback->state());
        const std::span<const Tensor> tensors = callback->tensors();
        progress.callback_tensors.emplace_back(tensors.begin(), tensors.end());
      }
    };
  }

  // false when it was interrupted
  bool validate(Logs& logs) {
    if (!validation_) return true;
    Batches batches(validation_->x, validation_->y, validation_->sample_weight, validation_batch_size());
    training_.reset();
    for (Index b = 0; b < batches.count(); ++b) {
      if (interrupted()) return false;
      const Batch batch = batches.get(b);
      training_.test(graph_, executor_, batch.x, batch.y, batch.weights);
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
  FitProgress progress_;
  Inputs x_;
  ConstView y_;
  std::span<const float> weights_;
  std::vector<float> class_weights_;
  std::optional<ValidationData> validation_;
  std::vector<std::shared_ptr<Callback>> callbacks_;
};

History Model::fit(const Inputs& x, ConstView y, const FitOptions& options) {
  require_compiled("fit");
  require_built_for(x);
  if (options.epochs < 0 || options.initial_epoch < 0) {
    throw InvalidArgument(fmt::format("{} epochs from epoch {}", options.epochs, options.initial_epoch),
                          "numbers of at least 0");
  }
  return FitLoop(*this, x, y, options).run();
}

}  // namespace vernier::nn
