#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/initializers/support/draw.hpp"

namespace vernier::nn {
namespace {

struct TruncatedNormalInitializerOptions {
  double mean = 0.0;
  double stddev = 0.05;
  static void describe(OptionFields<TruncatedNormalInitializerOptions>& field) {
    field("mean", &TruncatedNormalInitializerOptions::mean, "mean of the draw");
    field("stddev", &TruncatedNormalInitializerOptions::stddev, "standard deviation before the cut").at_least(0);
  }
};

class TruncatedNormalInitializer final : public Initializer {
 public:
  explicit TruncatedNormalInitializer(const TruncatedNormalInitializerOptions& options) : options_(options) {}
  void fill(View weights, Rng rng) const override {
    fill_truncated_normal(weights, options_.mean, options_.stddev, rng);
  }

 private:
  TruncatedNormalInitializerOptions options_;
};

}  // namespace

const InitializerInfo& initializer_truncated_normal() {
  static const InitializerInfo info{
      .name = "truncated_normal",
      .summary = "normal draws, redrawn beyond two standard deviations",
      .cites = "keras/src/initializers/random_initializers.py, Keras 3",
      .options = option_table<TruncatedNormalInitializerOptions>(),
      .make = &make_with<Initializer, TruncatedNormalInitializer, TruncatedNormalInitializerOptions>};
  return info;
}

}  // namespace vernier::nn
