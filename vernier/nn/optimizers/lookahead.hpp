#pragma once
// Fast weights that the optimizer within moves, and slow ones that they return to. Every k updates:
//   slow += alpha * (weights - slow);  weights = slow
// Source: Zhang, Lucas, Hinton, Ba 2019, arXiv 1907.08610.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct LookaheadOptions {
  Component optimizer{};
  std::int64_t k = 5;
  double alpha = 0.5;
  static void describe(OptionFields<LookaheadOptions>& field) {
    field("optimizer", &LookaheadOptions::optimizer, "what moves the fast weights").of("optimizers").required();
    field("k", &LookaheadOptions::k, "updates between two moves of the slow weights").at_least(1);
    field("alpha", &LookaheadOptions::alpha, "how far the slow weights follow the fast ones").above(0).at_most(1);
  }
};

/// Lookahead({.optimizer = Adam(), .k = 5})
[[nodiscard]] inline Component Lookahead(const LookaheadOptions& options) {
  return make_component("lookahead", options);
}

}  // namespace vernier::nn
