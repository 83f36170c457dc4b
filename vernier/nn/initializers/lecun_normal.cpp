#include "vernier/nn/initializers/support/scaled.hpp"

namespace vernier::nn {

const InitializerInfo& initializer_lecun_normal() {
  static const InitializerInfo info{
      .name = "lecun_normal",
      .summary = "normal cut at two standard deviations, variance 1 / fan in",
      .cites = "LeCun, Bottou, Orr, Mueller 1998; keras/src/initializers/random_initializers.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = &make_scaled<1, FanMode::in, ScaledDraw::truncated_normal>};
  return info;
}

}  // namespace vernier::nn
