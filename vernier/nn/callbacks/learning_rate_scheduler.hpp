#pragma once
// Sets the learning rate at the beginning of every epoch. Source: keras/src/callbacks/learning_rate_scheduler.py,
// Keras 3.
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "vernier/base/options.hpp"
#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {

/// As a component: the rates of the first epochs (the last one holds from there on), or a schedule whose step is the
/// epoch. Needs an optimizer whose rate is a plain number. Adds "learning_rate" to the logs.
struct LearningRateSchedulerOptions {
  std::vector<double> rates{};
  Component schedule{};
  static void describe(OptionFields<LearningRateSchedulerOptions>& field) {
    using O = LearningRateSchedulerOptions;
    field("rates", &O::rates, "the rate of each epoch; the last one holds from there on").at_least(0);
    field("schedule", &O::schedule, "a schedule whose step is the epoch").of("schedules");
  }
};

[[nodiscard]] inline Component LearningRateScheduler(const LearningRateSchedulerOptions& options) {
  return make_component("learning_rate_scheduler", options);
}

/// The rate as a function of the epoch (from 0) and the present rate.
[[nodiscard]] std::shared_ptr<Callback> LearningRateScheduler(
    std::function<double(std::int64_t epoch, double rate)> schedule);

}  // namespace vernier::nn
