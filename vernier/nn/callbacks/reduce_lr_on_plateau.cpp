#include "vernier/nn/callbacks/reduce_lr_on_plateau.hpp"

#include <algorithm>

#include "vernier/nn/callbacks/support/monitor.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

class ReduceLrOnPlateauCallback : public Callback {
 public:
  explicit ReduceLrOnPlateauCallback(const ReduceLrOnPlateauOptions& options)
      : options_(options), monitor_("reduce_lr_on_plateau", options.monitor, options.mode, options.min_delta) {}

  void on_train_begin(FitState&) override {
    wait_ = 0;
    cooldown_ = 0;
    monitor_.best.reset();
  }

  void on_epoch_end(FitState& state, Logs& logs) override {
    Optimizer& optimizer = state.model.optimizer();
    logs.set("learning_rate", optimizer.learning_rate());
    const std::optional<double> value = monitor_.read(state, logs);
    if (!value) return;
    if (cooldown_ > 0) {
      --cooldown_;
      wait_ = 0;
    }
    if (monitor_.improves(*value)) {
      monitor_.best = value;
      wait_ = 0;
    } else if (cooldown_ == 0 && ++wait_ >= options_.patience) {
      const auto present = static_cast<float>(optimizer.learning_rate());  // Keras keeps the rate in float32
      if (present > static_cast<float>(options_.min_lr)) {
        optimizer.set_learning_rate(std::max(static_cast<double>(present) * options_.factor, options_.min_lr));
        cooldown_ = options_.cooldown;
        wait_ = 0;
      }
    }
  }

  Json state() const override { return {{"wait", wait_}, {"cooldown", cooldown_}, {"best", monitor_.state()}}; }
  void restore(FitState&, const Json& state, std::vector<Tensor>) override {
    wait_ = state.at("wait").get<std::int64_t>();
    cooldown_ = state.at("cooldown").get<std::int64_t>();
    monitor_.restore(state.at("best"));
  }

 private:
  ReduceLrOnPlateauOptions options_;
  Monitor monitor_;
  std::int64_t wait_ = 0;
  std::int64_t cooldown_ = 0;
};

}  // namespace

const CallbackInfo& callback_reduce_lr_on_plateau() {
  static const CallbackInfo info{.name = "reduce_lr_on_plateau",
                                 .summary = "lowers the learning rate when a logged quantity stops improving",
                                 .cites = "keras/src/callbacks/reduce_lr_on_plateau.py",
                                 .options = option_table<ReduceLrOnPlateauOptions>(),
                                 .make = &make_with<Callback, ReduceLrOnPlateauCallback, ReduceLrOnPlateauOptions>};
  return info;
}

}  // namespace vernier::nn
