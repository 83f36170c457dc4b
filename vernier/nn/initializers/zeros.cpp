#include <algorithm>

#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

class ZerosInitializer final : public Initializer {
 public:
  void fill(View weights, Rng) const override { std::ranges::fill(weights.values(), 0.0F); }
};

}  // namespace

const InitializerInfo& initializer_zeros() {
  static const InitializerInfo info{.name = "zeros",
                                    .summary = "all 0",
                                    .cites = "keras/src/initializers/constant_initializers.py, Keras 3",
                                    .options = option_table<NoOptions>(),
                                    .make = &make_with<Initializer, ZerosInitializer, NoOptions>};
  return info;
}

}  // namespace vernier::nn
