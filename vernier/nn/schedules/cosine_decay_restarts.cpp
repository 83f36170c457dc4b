#include "vernier/nn/schedules/cosine_decay_restarts.hpp"

#include <cmath>
#include <numbers>

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class CosineDecayRestartsSchedule final : public Schedule {
 public:
  explicit CosineDecayRestartsSchedule(const CosineDecayRestartsOptions& options)
      : options_(options),
        first_("schedule 'cosine_decay_restarts'", "first_decay", options.first_decay_steps,
               options.first_decay_epochs) {}
  void prepare(const ScheduleContext& context) override { first_.prepare(context); }
  [[nodiscard]] double at(std::int64_t step) const override {
    const double waves = static_cast<double>(step) / first_.steps();  // in units of the first one
    double wave = std::floor(waves);
    double x = waves - wave;
    if (options_.t_mul != 1.0) {
      const double t = options_.t_mul;
      const auto begin = [t](double i) { return (std::pow(t, i) - 1.0) / (t - 1.0); };
      wave = std::floor(std::log1p(waves * (t - 1.0)) / std::log(t));
      if (begin(wave + 1.0) <= waves) wave += 1.0;  // the quotient of logarithms may fall just short of an integer
      x = (waves - begin(wave)) / std::pow(t, wave);
    }
    const double cosine = 0.5 * std::pow(options_.m_mul, wave) * (1.0 + std::cos(std::numbers::pi * x));
    return options_.initial_learning_rate * ((1.0 - options_.alpha) * cosine + options_.alpha);
  }

 private:
  CosineDecayRestartsOptions options_;
  Duration first_;
};

}  // namespace

const ScheduleInfo& schedule_cosine_decay_restarts() {
  static const ScheduleInfo info{.name = "cosine_decay_restarts",
                                 .summary = "cosine waves down, each longer than the one before",
                                 .cites =
                                     "Loshchilov, Hutter 2017, arXiv 1608.03983; "
                                     "keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3",
                                 .options = option_table<CosineDecayRestartsOptions>(),
                                 .make = &make_with<Schedule, CosineDecayRestartsSchedule, CosineDecayRestartsOptions>};
  return info;
}

}  // namespace vernier::nn
