#include "vernier/nn/callbacks/learning_rate_scheduler.hpp"

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::nn {
namespace {

using RateFunction = std::function<double(std::int64_t epoch, double rate)>;

class LearningRateSchedulerCallback : public Callback {
 public:
  explicit LearningRateSchedulerCallback(RateFunction rate) : rate_(std::move(rate)) {}
  explicit LearningRateSchedulerCallback(const LearningRateSchedulerOptions& options) {
    if (options.rates.empty() == options.schedule.empty()) {
      throw InvalidArgument("learning_rate_scheduler is given neither or both of rates and schedule", "one of them");
    }
    if (options.schedule.empty()) {
      rate_ = [rates = options.rates](std::int64_t epoch, double) {
        return rates[std::min(static_cast<std::size_t>(epoch), rates.size() - 1)];
      };
    } else {
      rate_ = [schedule = std::shared_ptr<Schedule>(make_schedule(options.schedule))](std::int64_t epoch, double) {
        return schedule->at(epoch);
      };
    }
  }

  void on_epoch_begin(FitState& state) override {
    Optimizer& optimizer = state.model.optimizer();
    optimizer.set_learning_rate(rate_(state.epoch, optimizer.learning_rate()));
  }
  void on_epoch_end(FitState& state, Logs& logs) override {
    logs.set("learning_rate", state.model.optimizer().learning_rate());
  }

 private:
  RateFunction rate_;
};

}  // namespace

std::shared_ptr<Callback> LearningRateScheduler(RateFunction schedule) {
  return std::make_shared<LearningRateSchedulerCallback>(std::move(schedule));
}

const CallbackInfo& callback_learning_rate_scheduler() {
  static const CallbackInfo info{
      .name = "learning_rate_scheduler",
      .summary = "sets the learning rate at the beginning of every epoch",
      .cites = "keras/src/callbacks/learning_rate_scheduler.py",
      .options = option_table<LearningRateSchedulerOptions>(),
      .make = &make_with<Callback, LearningRateSchedulerCallback, LearningRateSchedulerOptions>};
  return info;
}

}  // namespace vernier::nn
