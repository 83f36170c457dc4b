#include <algorithm>

#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

struct IdentityInitializerOptions {
  double gain = 1.0;
  static void describe(OptionFields<IdentityInitializerOptions>& field) {
    field("gain", &IdentityInitializerOptions::gain, "value on the diagonal");
  }
};

class IdentityInitializer final : public Initializer {
 public:
  explicit IdentityInitializer(const IdentityInitializerOptions& options) : options_(options) {}
  void fill(View weights, Rng) const override {
    if (weights.shape.rank() != 2) {
      throw InvalidArgument(fmt::format("initializer 'identity' for a weight of shape {}", to_string(weights.shape)),
                            "a matrix");
    }
    std::ranges::fill(weights.values(), 0.0F);
    const Index columns = weights.shape[1];
    for (Index i = 0; i < std::min(weights.shape[0], columns); ++i) {
      weights.data[i * columns + i] = static_cast<float>(options_.gain);
    }
  }

 private:
  IdentityInitializerOptions options_;
};

}  // namespace

const InitializerInfo& initializer_identity() {
  static const InitializerInfo info{.name = "identity",
                                    .summary = "gain on the diagonal of a matrix, else 0",
                                    .cites = "keras/src/initializers/constant_initializers.py, Keras 3",
                                    .options = option_table<IdentityInitializerOptions>(),
                                    .make = &make_with<Initializer, IdentityInitializer, IdentityInitializerOptions>};
  return info;
}

}  // namespace vernier::nn
