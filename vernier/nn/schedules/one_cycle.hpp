#pragma once
// Up and down once: the rate rises to max_learning_rate, then falls far below where it began.
//   lowest = max_learning_rate / div_factor;  end = lowest / final_div_factor
//   s <= p:  lowest to max_learning_rate;  after: max_learning_rate to end, reached at the last step d - 1, then held
// p = pct_start * d - 1; between two rates a and b, at the part x of a phase: b + (a - b) * (1 + cos(pi * x)) / 2 for
// "cos", a + (b - a) * x for "linear". d: total_steps, total_epochs, or the whole fit where neither is given.
// Source: torch/optim/lr_scheduler.py (OneCycleLR with two phases), PyTorch 2; Smith, Topin 2018, arXiv 1708.07120.
#include <cstdint>
#include <optional>
#include <string>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct OneCycleOptions {
  double max_learning_rate = 0.01;
  std::optional<std::int64_t> total_steps{};
  std::optional<double> total_epochs{};
  double pct_start = 0.3;
  std::string anneal_strategy = "cos";
  double div_factor = 25.0;
  double final_div_factor = 1e4;
  static void describe(OptionFields<OneCycleOptions>& field) {
    field("max_learning_rate", &OneCycleOptions::max_learning_rate, "highest rate").required().at_least(0);
    field("total_steps", &OneCycleOptions::total_steps, "length of the cycle in steps").at_least(1);
    field("total_epochs", &OneCycleOptions::total_epochs,
          "length of the cycle in epochs, in place of total_steps; without either it is the fit's")
        .above(0);
    field("pct_start", &OneCycleOptions::pct_start, "part of the cycle that rises").between(0, 1);
    field("anneal_strategy", &OneCycleOptions::anneal_strategy, "how the rate moves").one_of({"cos", "linear"});
    field("div_factor", &OneCycleOptions::div_factor, "highest rate over the first").above(0);
    field("final_div_factor", &OneCycleOptions::final_div_factor, "first rate over the last").above(0);
  }
};

[[nodiscard]] inline Component OneCycle(const OneCycleOptions& options) { return make_component("one_cycle", options); }

}  // namespace vernier::nn
