#include "vernier/nn/schedules/polynomial_decay.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class PolynomialDecaySchedule final : public Schedule {
 public:
  explicit PolynomialDecaySchedule(const PolynomialDecayOptions& options)
      : options_(options), decay_("schedule 'polynomial_decay'", "decay", options.decay_steps, options.decay_epochs) {}
  void prepare(const ScheduleContext& context) override { decay_.prepare(context); }
  [[nodiscard]] double at(std::int64_t step) const override {
    const double s = static_cast<double>(step);
    double length = decay_.steps();
    if (options_.cycle && step > 0) length *= std::ceil(s / length);
    const double left = 1.0 - std::min(s, length) / length;
    return (options_.initial_learning_rate - options_.end_learning_rate) * std::pow(left, options_.power) +
           options_.end_learning_rate;
  }

 private:
  PolynomialDecayOptions options_;
  Duration decay_;
};

}  // namespace

const ScheduleInfo& schedule_polynomial_decay() {
  static const ScheduleInfo info{.name = "polynomial_decay",
                                 .summary = "falls along a polynomial to end_learning_rate",
                                 .cites = "keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3",
                                 .options = option_table<PolynomialDecayOptions>(),
                                 .make = &make_with<Schedule, PolynomialDecaySchedule, PolynomialDecayOptions>};
  return info;
}

}  // namespace vernier::nn
