// Model::fit: epochs, batches, validation and callbacks, in the order of keras/src/backend/jax/trainer.py, Keras 3.
#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "vernier/base/errors.hpp"
#include "vernier/nn/batch_loader.hpp"
#include "vernier/nn/executor.hpp"
#include "vernier/nn/fit_data.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/nn/sample_source.hpp"
#include "vernier/nn/training.hpp"
#include "vernier/tensor/kernels.hpp"
#include "vernier/tensor/team.hpp"

namespace vernier::nn {

/// One call of fit.
class FitLoop {
 public:
  /// The arrays of a source are shapes alone.
  FitLoop(Model& model, const Inputs& x, const Targets& y, const SampleSource* source, const FitOptions& options)
      : options_(options),
        source_(source),
        graph_(*model.graph_),
        executor_(*model.executor_),
        training_(*model.training_),
        rng_(options.seed.value_or(model.seed())),
        state_{.model = model, .epochs = options.epochs},
        data_(x, y, options) {
    if (options.epochs < 0 || options.initial_epoch < 0) {
      throw InvalidArgument(fmt::format("{} epochs from epoch {}", options.epochs, options.initial_epoch),
                            "numbers of at least 0");
    }
    if (const auto& held = data_.validation()) {
      model.check_targets(held->x, held->y, held->sample_weight, validation_batch_size());
    }
    training_.resolve(graph_, data_.y());
    training_.prepare(graph_);
    data_.check_validation_targets();
    for (const CallbackRef& callback : options.callbacks) callbacks_.push_back(callback.get());
    if (graph_.mixed_bfloat16() && !kernels::has_bfloat16()) {
      state_.warnings.emplace_back("dtype_policy mixed_bfloat16 on a processor without avx512_bf16: float32 is used");
    }
  }

  History run() {
    Team team(options_.threads);
    const Team::Use use(team);
    const std::unique_ptr<Batches> batches = make_batches();
    BatchLoader loader(*batches, options_.prefetch);
    state_.steps = batches->count();
    training_.optimizer().schedule().prepare({.steps_per_epoch = batches->count(), .epochs = options_.epochs});
    progress_.epoch = options_.initial_epoch;
    progress_.samples = batches->samples();
    progress_.batch_size = options_.batch_size;
    begin();
    // an epoch that has begun comes to its end even where a callback said stop
    while (progress_.epoch < options_.epochs && (progress_.batch > 0 || !state_.stop)) {
      if (interrupted() || !run_epoch(loader)) return interrupted_history();
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
  [[nodiscard]] std::unique_ptr<Batches> make_batches() const {
    const Mixing mixing(options_.mixup, options_.cutmix, data_.x());
    if (source_ != nullptr) {
      return std::make_unique<StreamedBatches>(*source_, options_.stream, options_.batch_size, mixing);
    }
    return std::make_unique<ArrayBatches>(data_.x(), data_.y(), data_.weights(), options_.batch_size, mixing);
  }
  // Keras sorts all names of an epoch, those of validation among them
  static Logs sorted(const Logs& logs) {
    auto items = logs.items();
    std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Logs result;
    for (const auto& [name, value] : items) result.set(name, value);
    return result;
  }
  [[nodiscard]] bool interrupted() const { return options_.stop.stop_requested(); }
  [[nodiscard]] Index validation_batch_size() const {
    return options_.validation_batch_size.value_or(options_.batch_size);
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
  bool run_epoch(BatchLoader& loader) {
    state_.epoch = progress_.epoch;
    const auto epoch = static_cast<std::uint64_t>(state_.epoch);
    const Rng shuffle = rng_.split("shuffle").split(epoch);
    loader.begin_epoch(options_.shuffle ? std::optional(shuffle) : std::nullopt, rng_.split("mixing").split(epoch),
                       progress_.batch);
    if (progress_.batch > 0) {
      training_.restore_gathered(progress_.gathered);
    } else {
      for (const auto& callback : callbacks_) callback->on_epoch_begin(state_);
      training_.reset();
    }
    if (!train_batches(loader)) return false;
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
  bool train_batches(BatchLoader& loader) {
    in_batches_ = true;
    while (progress_.batch < state_.steps && !state_.stop) {
      const Index b = progress_.batch++;
      const double loss = training_.train(graph_, executor_, loader.next(), steps_);
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
    const std::optional<ValidationData>& held = data_.validation();
    if (!held) return true;
    ArrayBatches batches(held->x, held->y, held->sample_weight, validation_batch_size());
    training_.reset();
    for (Index b = 0; b < batches.count(); ++b) {
      if (interrupted()) return false;
      training_.test(graph_, executor_, batches.get(b, buffers_));
    }
    training_.write(logs, "val_");
    return true;
  }

  const FitOptions& options_;
  const SampleSource* source_;
  Graph& graph_;
  Executor& executor_;
  Training& training_;
  Rng rng_;
  Rng steps_ = rng_.split("step");
  FitState state_;
  FitData data_;
  BatchBuffers buffers_;  // of validation
  FitProgress progress_;
  bool in_batches_ = false;  // training_ gathers the batches of the present epoch
  std::vector<std::shared_ptr<Callback>> callbacks_;
};

History Model::fit(const Inputs& x, const Targets& y, const FitOptions& options) {
  require_compiled("fit");
  require_built_for(x);
  check_targets(x, y, options.sample_weight, options.batch_size);
  return FitLoop(*this, x, y, nullptr, options).run();
}

History Model::fit(const SampleSource& source, const FitOptions& options) {
  const auto shapes = [&](std::span<const Shape> samples) {
    std::vector<ConstView> views;
    for (const Shape& sample : samples) views.push_back({nullptr, sample.with_front(source.samples())});
    return Inputs(views);
  };
  if (options.validation_split != 0 || !options.sample_weight.empty() || !options.class_weight.empty()) {
    throw InvalidArgument("a source is given with validation_split, sample_weight or class_weight", "none of them",
                          "Give validation_data, or arrays.");
  }
  const Inputs x = shapes(source.inputs());
  require_compiled("fit");
  require_built_for(x);
  const Targets y = shapes(source.targets());
  check_targets(x, y, {}, options.batch_size);
  return FitLoop(*this, x, y, &source, options).run();
}

}  // namespace vernier::nn
