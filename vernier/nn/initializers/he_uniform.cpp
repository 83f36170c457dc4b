#include "vernier/nn/initializers/support/scaled.hpp"

namespace vernier::nn {

const InitializerInfo& initializer_he_uniform() {
  static const InitializerInfo info{
      .name = "he_uniform",
      .summary = "uniform within sqrt(6 / fan in)",
      .cites = "He et al. 2015, arXiv 1502.01852; keras/src/initializers/random_initializers.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = &make_scaled<2, FanMode::in, ScaledDraw::uniform>};
  return info;
}

}  // namespace vernier::nn
