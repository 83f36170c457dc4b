#include <algorithm>

#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

struct ConstantInitializerOptions {
  double value = 0.0;
  static void describe(OptionFields<ConstantInitializerOptions>& field) {
    field("value", &ConstantInitializerOptions::value, "the value");
  }
};

class ConstantInitializer final : public Initializer {
 public:
  explicit ConstantInitializer(const ConstantInitializerOptions& options) : options_(options) {}
  void fill(View weights, Rng) const override {
    std::ranges::fill(weights.values(), static_cast<float>(options_.value));
  }

 private:
  ConstantInitializerOptions options_;
};

}  // namespace

const InitializerInfo& initializer_constant() {
  static const InitializerInfo info{.name = "constant",
                                    .summary = "all the same value; a bare number stands for it",
                                    .cites = "keras/src/initializers/constant_initializers.py, Keras 3",
                                    .options = option_table<ConstantInitializerOptions>(),
                                    .make = &make_with<Initializer, ConstantInitializer, ConstantInitializerOptions>};
  return info;
}

}  // namespace vernier::nn
