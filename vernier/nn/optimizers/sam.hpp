#pragma once
// Sharpness-aware minimization: the optimizer within steps by the gradient taken at
//   weights + rho * gradient / |gradient|
// where the loss is worst, to first order, within the distance rho. A batch costs two passes. Batch statistics and the
// reported loss are those of the first.
// Source: Foret, Kleiner, Mobahi, Neyshabur 2021, arXiv 2010.01412.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct SamOptions {
  Component optimizer{};
  double rho = 0.05;
  static void describe(OptionFields<SamOptions>& field) {
    field("optimizer", &SamOptions::optimizer, "what steps by the gradient").of("optimizers").required();
    field("rho", &SamOptions::rho, "how far away the gradient is taken, in L2 norm").above(0);
  }
};

/// SAM({.optimizer = SGD({.momentum = 0.9}), .rho = 0.05})
[[nodiscard]] inline Component SAM(const SamOptions& options) { return make_component("sam", options); }

}  // namespace vernier::nn
