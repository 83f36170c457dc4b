#include "vernier/nn/callbacks/early_stopping.hpp"

#include "vernier/nn/callbacks/support/monitor.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

class EarlyStoppingCallback : public Callback {
 public:
  explicit EarlyStoppingCallback(const EarlyStoppingOptions& options)
      : options_(options), monitor_("early_stopping", options.monitor, options.mode, options.min_delta) {}

  void on_train_begin(FitState&) override {
    wait_ = 0;
    stopped_ = false;
    monitor_.best.reset();
    best_weights_.clear();
  }

  void on_epoch_end(FitState& state, Logs& logs) override {
    const std::optional<double> value = monitor_.read(state, logs);
    if (!value || state.epoch < options_.start_from_epoch) return;
    // weights are kept from the first epoch on, for the case that nothing ever improves
    if (options_.restore_best_weights && best_weights_.empty()) best_weights_ = state.model.get_weights();
    ++wait_;
    if (monitor_.improves(*value)) {
      monitor_.best = value;
      if (options_.restore_best_weights) best_weights_ = state.model.get_weights();
      if (!options_.baseline || monitor_.improves(*value, *options_.baseline)) wait_ = 0;
      return;
    }
    if (wait_ >= options_.patience && state.epoch > 0) stopped_ = state.stop = true;
  }

  void on_train_end(FitState& state) override {
    if (options_.restore_best_weights && !best_weights_.empty()) state.model.set_weights(best_weights_);
  }

  Json state() const override { return {{"wait", wait_}, {"best", monitor_.state()}, {"stopped", stopped_}}; }
  std::span<const Tensor> tensors() const override { return best_weights_; }
  void restore(FitState& fit, const Json& state, std::vector<Tensor> tensors) override {
    wait_ = state.at("wait").get<std::int64_t>();
    monitor_.restore(state.at("best"));
    stopped_ = state.value("stopped", false);
    if (stopped_) fit.stop = true;
    best_weights_ = std::move(tensors);
  }

 private:
  EarlyStoppingOptions options_;
  Monitor monitor_;
  std::int64_t wait_ = 0;
  bool stopped_ = false;  // it ended the fit
  std::vector<Tensor> best_weights_;
};

}  // namespace

const CallbackInfo& callback_early_stopping() {
  static const CallbackInfo info{.name = "early_stopping",
                                 .summary = "ends training when a logged quantity stops improving",
                                 .cites = "keras/src/callbacks/early_stopping.py",
                                 .options = option_table<EarlyStoppingOptions>(),
                                 .make = &make_with<Callback, EarlyStoppingCallback, EarlyStoppingOptions>};
  return info;
}

}  // namespace vernier::nn
