#pragma once
// values[0] up to and including step boundaries[0], values[1] up to boundaries[1], ..., the last value after the last
// boundary. Boundaries are steps, counted from 0, or epochs (boundaries_epochs); exactly one list is given, and
// `values` has one number more. Source: keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3.
#include <cstdint>
#include <vector>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct PiecewiseConstantDecayOptions {
  std::vector<std::int64_t> boundaries{};
  std::vector<double> boundaries_epochs{};
  std::vector<double> values{};
  static void describe(OptionFields<PiecewiseConstantDecayOptions>& field) {
    field("boundaries", &PiecewiseConstantDecayOptions::boundaries, "last step of each value but the last").at_least(0);
    field("boundaries_epochs", &PiecewiseConstantDecayOptions::boundaries_epochs,
          "the same in epochs, in place of boundaries")
        .at_least(0);
    field("values", &PiecewiseConstantDecayOptions::values, "the rates, one more than the boundaries")
        .required()
        .at_least(0);
  }
};

[[nodiscard]] inline Component PiecewiseConstantDecay(const PiecewiseConstantDecayOptions& options) {
  return make_component("piecewise_constant_decay", options);
}

}  // namespace vernier::nn
