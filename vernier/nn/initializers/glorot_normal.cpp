#include "vernier/nn/initializers/support/scaled.hpp"

namespace vernier::nn {

const InitializerInfo& initializer_glorot_normal() {
  static const InitializerInfo info{
      .name = "glorot_normal",
      .summary = "normal cut at two standard deviations, variance 2 / (fan in + fan out)",
      .cites = "Glorot, Bengio 2010; keras/src/initializers/random_initializers.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = &make_scaled<1, FanMode::average, ScaledDraw::truncated_normal>};
  return info;
}

}  // namespace vernier::nn
