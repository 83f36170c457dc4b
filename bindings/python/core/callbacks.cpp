#include "bindings/python/core/callbacks.hpp"

#include <nanobind/stl/function.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>

#include <string>

#include "bindings/python/core/json.hpp"
#include "bindings/python/core/module.hpp"
#include "bindings/python/core/trial.hpp"
#include "vernier/nn/callbacks/learning_rate_scheduler.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/tune/pruning.hpp"

namespace vernier::python {
namespace {

using nb::literals::operator""_a;

constexpr std::chrono::milliseconds signal_interval{50};

nb::dict dict_of(const nn::Logs& logs) {
  nb::dict dict;
  for (const auto& [name, value] : logs.items()) dict[nb::cast(name)] = value;
  return dict;
}

/// As tune::Pruning, with the Python object that owns the trial.
class TrialCallback : public tune::PruningCallback {
 public:
  TrialCallback(nb::object trial, std::string monitor)
      : PruningCallback(nb::cast<TrialHandle&>(trial).trial, std::move(monitor)), owner_(std::move(trial)) {}
  TrialCallback(const TrialCallback&) = delete;
  TrialCallback& operator=(const TrialCallback&) = delete;
  ~TrialCallback() override {
    const nb::gil_scoped_acquire gil;
    owner_.reset();
  }

 private:
  nb::object owner_;
};

std::shared_ptr<nn::Callback> progress(const std::function<void(std::string)>& write) {
  return nn::Progress([write](std::string_view line) { write(std::string(line)); });
}

std::shared_ptr<nn::Callback> learning_rate_scheduler(const std::function<double(std::int64_t, double)>& schedule) {
  return nn::LearningRateScheduler(schedule);
}

}  // namespace

ObjectCallback::~ObjectCallback() {
  const nb::gil_scoped_acquire gil;
  object_.reset();
}

template <class... Arguments>
void ObjectCallback::call(nn::FitState& state, const char* hook, Arguments&&... arguments) {
  object_.attr(hook)(std::forward<Arguments>(arguments)...);
  state.stop = state.stop || nb::cast<bool>(object_.attr("model").attr("stop_training"));
}

void ObjectCallback::on_train_begin(nn::FitState& state) {
  const nb::gil_scoped_acquire gil;
  call(state, "on_train_begin");
}

void ObjectCallback::on_epoch_begin(nn::FitState& state) {
  const nb::gil_scoped_acquire gil;
  call(state, "on_epoch_begin", state.epoch);
}

void ObjectCallback::on_batch_end(nn::FitState& state, std::int64_t batch, double loss) {
  if (!batches_) return;
  const nb::gil_scoped_acquire gil;
  nb::dict logs;
  logs["loss"] = loss;
  call(state, "on_train_batch_end", batch, logs);
}

void ObjectCallback::on_epoch_end(nn::FitState& state, nn::Logs& logs) {
  const nb::gil_scoped_acquire gil;
  const nb::dict dict = dict_of(logs);
  call(state, "on_epoch_end", state.epoch, dict);
  for (const auto [name, value] : dict) logs.set(nb::cast<std::string>(name), nb::cast<double>(value));
}

void ObjectCallback::on_train_end(nn::FitState& state) {
  const nb::gil_scoped_acquire gil;
  call(state, "on_train_end");
}

void SignalCallback::on_batch_end(nn::FitState&, std::int64_t, double) {
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < signal_interval) return;
  looked_ = now;
  const nb::gil_scoped_acquire gil;
  if (PyErr_CheckSignals() == 0) return;
  try {
    throw nb::python_error();
  } catch (nb::python_error&) {
    error_ = std::current_exception();
  }
  stop_.request_stop();
}

void SignalCallback::raise_if_any() const {
  if (error_) std::rethrow_exception(error_);
}

std::shared_ptr<nn::Callback> callback_from(nb::handle object) {
  if (nb::isinstance<nn::Callback>(object)) return nb::cast<std::shared_ptr<nn::Callback>>(object);
  return nn::make_callback(component_from_json(json_from(object, "callback"), "callback"));
}

void bind_callbacks(nb::module_& module) {
  nb::class_<nn::Callback>(module, "Callback", "A callback of the library.");
  module.def(
      "object_callback",
      [](nb::object object, bool batches) -> std::shared_ptr<nn::Callback> {
        return std::make_shared<ObjectCallback>(std::move(object), batches);
      },
      "object"_a, "batches"_a);
  module.def(
      "pruning",
      [](nb::object trial, std::string monitor) -> std::shared_ptr<nn::Callback> {
        return std::make_shared<TrialCallback>(std::move(trial), std::move(monitor));
      },
      "trial"_a, "monitor"_a, nb::sig("def pruning(trial: Trial, monitor: str) -> Callback"));
  module.def("progress", &progress, "write"_a);
  module.def("learning_rate_scheduler", &learning_rate_scheduler, "schedule"_a);
}

}  // namespace vernier::python
