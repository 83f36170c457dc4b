#include "vernier/nn/initializers/support/scaled.hpp"

namespace vernier::nn {

const InitializerInfo& initializer_lecun_uniform() {
  static const InitializerInfo info{
      .name = "lecun_uniform",
      .summary = "uniform within sqrt(3 / fan in)",
      .cites = "LeCun, Bottou, Orr, Mueller 1998; keras/src/initializers/random_initializers.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = &make_scaled<1, FanMode::in, ScaledDraw::uniform>};
  return info;
}

}  // namespace vernier::nn
