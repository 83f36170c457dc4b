#pragma once
// Functions as a callback. Source: keras/src/callbacks/lambda_callback.py, Keras 3.
#include <functional>

#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {

/// Any of the functions may be empty.
///
///   auto shout = std::make_shared<nn::LambdaCallback>(nn::LambdaCallback::Functions{
///       .epoch_end = [](nn::FitState& state, nn::Logs& logs) { fmt::print("{}: {}\n", state.epoch, *logs.get("loss"));
///       }});
class LambdaCallback : public Callback {
 public:
  struct Functions {
    std::function<void(FitState&)> train_begin{};
    std::function<void(FitState&)> epoch_begin{};
    std::function<void(FitState&, std::int64_t batch, double loss)> batch_end{};
    std::function<void(FitState&, Logs&)> epoch_end{};
    std::function<void(FitState&)> train_end{};
  };
  explicit LambdaCallback(Functions functions) : functions_(std::move(functions)) {}

  void on_train_begin(FitState& state) override {
    if (functions_.train_begin) functions_.train_begin(state);
  }
  void on_epoch_begin(FitState& state) override {
    if (functions_.epoch_begin) functions_.epoch_begin(state);
  }
  void on_batch_end(FitState& state, std::int64_t batch, double loss) override {
    if (functions_.batch_end) functions_.batch_end(state, batch, loss);
  }
  void on_epoch_end(FitState& state, Logs& logs) override {
    if (functions_.epoch_end) functions_.epoch_end(state, logs);
  }
  void on_train_end(FitState& state) override {
    if (functions_.train_end) functions_.train_end(state);
  }

 private:
  Functions functions_;
};

}  // namespace vernier::nn
