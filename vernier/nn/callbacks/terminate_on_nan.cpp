#include "vernier/nn/callbacks/terminate_on_nan.hpp"

#include <fmt/core.h>

#include <cmath>

#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {
namespace {

class TerminateOnNanCallback : public Callback {
 public:
  void on_train_begin(FitState&) override { stopped_ = false; }
  void on_batch_end(FitState& state, std::int64_t batch, double loss) override {
    if (std::isfinite(loss)) return;
    state.warnings.push_back(fmt::format("the loss became {} at epoch {}, batch {}", loss, state.epoch + 1, batch + 1));
    stopped_ = state.stop = true;
  }

  Json state() const override { return {{"stopped", stopped_}}; }
  void restore(FitState& fit, const Json& state, std::vector<Tensor>) override {
    stopped_ = state.at("stopped").get<bool>();
    if (stopped_) fit.stop = true;
  }

 private:
  bool stopped_ = false;  // it ended the fit
};

}  // namespace

const CallbackInfo& callback_terminate_on_nan() {
  static const CallbackInfo info{.name = "terminate_on_nan",
                                 .summary = "ends training as soon as the loss of a batch is no finite number",
                                 .cites = "keras/src/callbacks/terminate_on_nan.py",
                                 .options = option_table<NoOptions>(),
                                 .make = &make_with<Callback, TerminateOnNanCallback, NoOptions>};
  return info;
}

}  // namespace vernier::nn
