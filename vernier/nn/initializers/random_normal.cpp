#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/initializers/support/draw.hpp"

namespace vernier::nn {
namespace {

struct RandomNormalInitializerOptions {
  double mean = 0.0;
  double stddev = 0.05;
  static void describe(OptionFields<RandomNormalInitializerOptions>& field) {
    field("mean", &RandomNormalInitializerOptions::mean, "mean of the draw");
    field("stddev", &RandomNormalInitializerOptions::stddev, "standard deviation of the draw").at_least(0);
  }
};

class RandomNormalInitializer final : public Initializer {
 public:
  explicit RandomNormalInitializer(const RandomNormalInitializerOptions& options) : options_(options) {}
  void fill(View weights, Rng rng) const override { fill_normal(weights, options_.mean, options_.stddev, rng); }

 private:
  RandomNormalInitializerOptions options_;
};

}  // namespace

const InitializerInfo& initializer_random_normal() {
  static const InitializerInfo info{
      .name = "random_normal",
      .summary = "normal draws",
      .cites = "keras/src/initializers/random_initializers.py, Keras 3",
      .aliases = {"normal"},
      .options = option_table<RandomNormalInitializerOptions>(),
      .make = &make_with<Initializer, RandomNormalInitializer, RandomNormalInitializerOptions>};
  return info;
}

}  // namespace vernier::nn
