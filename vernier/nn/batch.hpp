#pragma once
// The samples of one training step.
#include <span>

#include "vernier/nn/inputs.hpp"

namespace vernier::nn {

/// Views of what lies elsewhere.
struct Batch {
  Inputs x;
  Targets y;
  std::span<const float> weights{};  ///< one number a sample, or empty
  /// Of samples that are mixed with others (mixing.hpp): targets and weights of the others, and how much the own count.
  /// Loss, gradients and metrics are those of both targets, weighed by `share` and 1 - share.
  Targets other_y{};
  std::span<const float> other_weights{};
  double share = 1;
};

}  // namespace vernier::nn
