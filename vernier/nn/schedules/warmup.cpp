#include "vernier/nn/schedules/warmup.hpp"

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class WarmupSchedule final : public Schedule {
 public:
  explicit WarmupSchedule(const WarmupOptions& options)
      : initial_(options.initial_learning_rate),
        schedule_(make_schedule(options.schedule)),
        warmup_("schedule 'warmup'", "warmup", options.warmup_steps, options.warmup_epochs) {}
  void prepare(const ScheduleContext& context) override {
    schedule_->prepare(context);
    warmup_.prepare(context);
  }
  [[nodiscard]] double at(std::int64_t step) const override {
    const auto s = static_cast<double>(step);
    const double warmup = warmup_.steps();
    if (s < warmup) return initial_ + (schedule_->at(0) - initial_) * s / warmup;
    return schedule_->at(static_cast<std::int64_t>(s - warmup));
  }

 private:
  double initial_;
  std::unique_ptr<Schedule> schedule_;
  Duration warmup_;
};

}  // namespace

const ScheduleInfo& schedule_warmup() {
  static const ScheduleInfo info{.name = "warmup",
                                 .summary = "any schedule after a linear rise of the rate",
                                 .cites = "Goyal et al. 2017, arXiv 1706.02677",
                                 .options = option_table<WarmupOptions>(),
                                 .make = &make_with<Schedule, WarmupSchedule, WarmupOptions>};
  return info;
}

}  // namespace vernier::nn
