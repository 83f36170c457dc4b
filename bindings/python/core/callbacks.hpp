#pragma once
// Callbacks of a fit that live in Python, or need what only Python's side has.
#include <nanobind/nanobind.h>

#include <chrono>
#include <exception>
#include <memory>
#include <stop_token>

#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::python {

namespace nb = nanobind;

/// Calls the methods of a vernier.nn.callbacks.Callback, and ends the fit when its model's stop_training is true.
class ObjectCallback : public nn::Callback {
 public:
  /// `batches`: whether the object wants to hear of batches.
  ObjectCallback(nb::object object, bool batches) : object_(std::move(object)), batches_(batches) {}
  ObjectCallback(const ObjectCallback&) = delete;
  ObjectCallback& operator=(const ObjectCallback&) = delete;
  ~ObjectCallback() override;

  void on_train_begin(nn::FitState& state) override;
  void on_epoch_begin(nn::FitState& state) override;
  void on_batch_end(nn::FitState& state, std::int64_t batch, double loss) override;
  void on_epoch_end(nn::FitState& state, nn::Logs& logs) override;
  void on_train_end(nn::FitState& state) override;

 private:
  template <class... Arguments>
  void call(nn::FitState& state, const char* hook, Arguments&&... arguments);

  nb::object object_;
  bool batches_;
};

/// Looks for signals (Ctrl-C) now and then, and ends the fit when Python has an exception for one.
class SignalCallback : public nn::Callback {
 public:
  void on_batch_end(nn::FitState& state, std::int64_t batch, double loss) override;
  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
  /// With the interpreter's lock held.
  void raise_if_any() const;

 private:
  std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
  std::stop_source stop_;
  std::exception_ptr error_;
};

/// What fit takes from Python: the JSON of a component, or an object that module.cpp knows.
[[nodiscard]] std::shared_ptr<nn::Callback> callback_from(nb::handle object);

}  // namespace vernier::python
