#include "vernier/nn/schedules/cosine_decay.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class CosineDecaySchedule final : public Schedule {
 public:
  explicit CosineDecaySchedule(const CosineDecayOptions& options)
      : options_(options), decay_("schedule 'cosine_decay'", "decay", options.decay_steps, options.decay_epochs) {
    if (options.warmup_target) {
      warmup_.emplace("schedule 'cosine_decay'", "warmup", options.warmup_steps, options.warmup_epochs);
    } else if (options.warmup_steps.value_or(0) != 0 || options.warmup_epochs.value_or(0.0) != 0.0) {
      throw InvalidArgument("schedule 'cosine_decay': a warm-up without warmup_target", "the rate at its end",
                            "Give warmup_target.");
    }
  }
  void prepare(const ScheduleContext& context) override {
    decay_.prepare(context);
    if (warmup_) warmup_->prepare(context);
  }
  [[nodiscard]] double at(std::int64_t step) const override {
    double s = static_cast<double>(step);
    double top = options_.initial_learning_rate;
    if (warmup_) {
      const double warmup = warmup_->steps();
      if (s < warmup) return top + (*options_.warmup_target - top) * s / warmup;
      s -= warmup;
      top = *options_.warmup_target;
    }
    const double x = std::min(s / decay_.steps(), 1.0);
    return top * ((1.0 - options_.alpha) * 0.5 * (1.0 + std::cos(std::numbers::pi * x)) + options_.alpha);
  }

 private:
  CosineDecayOptions options_;
  Duration decay_;
  std::optional<Duration> warmup_;
};

}  // namespace

const ScheduleInfo& schedule_cosine_decay() {
  static const ScheduleInfo info{.name = "cosine_decay",
                                 .summary = "half a cosine wave down, after an optional linear warm-up",
                                 .cites =
                                     "Loshchilov, Hutter 2017, arXiv 1608.03983; "
                                     "keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3",
                                 .options = option_table<CosineDecayOptions>(),
                                 .make = &make_with<Schedule, CosineDecaySchedule, CosineDecayOptions>};
  return info;
}

}  // namespace vernier::nn
