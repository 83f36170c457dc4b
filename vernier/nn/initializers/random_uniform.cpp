#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/initializers/support/draw.hpp"

namespace vernier::nn {
namespace {

struct RandomUniformInitializerOptions {
  double minval = -0.05;
  double maxval = 0.05;
  static void describe(OptionFields<RandomUniformInitializerOptions>& field) {
    field("minval", &RandomUniformInitializerOptions::minval, "lower bound");
    field("maxval", &RandomUniformInitializerOptions::maxval, "upper bound");
  }
};

class RandomUniformInitializer final : public Initializer {
 public:
  explicit RandomUniformInitializer(const RandomUniformInitializerOptions& options) : options_(options) {
    if (options.maxval < options.minval) {
      throw InvalidArgument(
          fmt::format("initializer 'random_uniform' between {} and {}", options.minval, options.maxval),
          "a maxval of at least minval");
    }
  }
  void fill(View weights, Rng rng) const override { fill_uniform(weights, options_.minval, options_.maxval, rng); }

 private:
  RandomUniformInitializerOptions options_;
};

}  // namespace

const InitializerInfo& initializer_random_uniform() {
  static const InitializerInfo info{
      .name = "random_uniform",
      .summary = "uniform draws",
      .cites = "keras/src/initializers/random_initializers.py, Keras 3",
      .aliases = {"uniform"},
      .options = option_table<RandomUniformInitializerOptions>(),
      .make = &make_with<Initializer, RandomUniformInitializer, RandomUniformInitializerOptions>};
  return info;
}

}  // namespace vernier::nn
