#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::nn {
namespace {

struct ConstantScheduleOptions {
  double value = 0.001;
  static void describe(OptionFields<ConstantScheduleOptions>& field) {
    field("value", &ConstantScheduleOptions::value, "the rate").at_least(0);
  }
};

class ConstantSchedule final : public Schedule {
 public:
  explicit ConstantSchedule(const ConstantScheduleOptions& options) : value_(options.value) {}
  [[nodiscard]] double at(std::int64_t /*step*/) const override { return value_; }
  [[nodiscard]] bool constant() const override { return true; }

 private:
  double value_;
};

}  // namespace

const ScheduleInfo& schedule_constant() {
  static const ScheduleInfo info{.name = "constant",
                                 .summary = "the same rate throughout; a bare number stands for it",
                                 .cites = "",
                                 .options = option_table<ConstantScheduleOptions>(),
                                 .make = &make_with<Schedule, ConstantSchedule, ConstantScheduleOptions>};
  return info;
}

}  // namespace vernier::nn
