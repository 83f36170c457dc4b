#include "vernier/nn/schedules/one_cycle.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class OneCycleSchedule final : public Schedule {
 public:
  explicit OneCycleSchedule(const OneCycleOptions& options)
      : options_(options),
        total_(options.total_steps || options.total_epochs
                   ? Duration("schedule 'one_cycle'", "total", options.total_steps, options.total_epochs)
                   : Duration("schedule 'one_cycle'")) {}
  void prepare(const ScheduleContext& context) override { total_.prepare(context); }
  [[nodiscard]] double at(std::int64_t step) const override {
    const double total = total_.steps();
    const double s = std::min(static_cast<double>(step), total - 1.0);
    const double peak = options_.pct_start * total - 1.0;
    const double highest = options_.max_learning_rate;
    const double lowest = highest / options_.div_factor;
    if (peak > 0.0 && s <= peak) return between(lowest, highest, s / peak);
    const double length = total - 1.0 - peak;
    return between(highest, lowest / options_.final_div_factor, length > 0.0 ? (s - peak) / length : 1.0);
  }

 private:
  [[nodiscard]] double between(double from, double to, double x) const {
    if (options_.anneal_strategy == "linear") return from + (to - from) * x;
    return to + (from - to) * 0.5 * (1.0 + std::cos(std::numbers::pi * x));
  }

  OneCycleOptions options_;
  Duration total_;
};

}  // namespace

const ScheduleInfo& schedule_one_cycle() {
  static const ScheduleInfo info{.name = "one_cycle",
                                 .summary = "up to the highest rate, then down far below the first",
                                 .cites = "Smith, Topin 2018, arXiv 1708.07120; OneCycleLR of PyTorch 2",
                                 .options = option_table<OneCycleOptions>(),
                                 .make = &make_with<Schedule, OneCycleSchedule, OneCycleOptions>};
  return info;
}

}  // namespace vernier::nn
