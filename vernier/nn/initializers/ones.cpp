#include <algorithm>

#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

class OnesInitializer final : public Initializer {
 public:
  void fill(View weights, Rng) const override { std::ranges::fill(weights.values(), 1.0F); }
};

}  // namespace

const InitializerInfo& initializer_ones() {
  static const InitializerInfo info{.name = "ones",
                                    .summary = "all 1",
                                    .cites = "keras/src/initializers/constant_initializers.py, Keras 3",
                                    .options = option_table<NoOptions>(),
                                    .make = &make_with<Initializer, OnesInitializer, NoOptions>};
  return info;
}

}  // namespace vernier::nn
