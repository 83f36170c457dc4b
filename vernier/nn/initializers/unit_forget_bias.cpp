#include <algorithm>

#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

struct UnitForgetBiasOptions {
  Component others = "zeros";
  static void describe(OptionFields<UnitForgetBiasOptions>& field) {
    field("others", &UnitForgetBiasOptions::others, "how the rest begins").of("initializers");
  }
};

class UnitForgetBiasInitializer final : public Initializer {
 public:
  explicit UnitForgetBiasInitializer(const UnitForgetBiasOptions& options)
      : others_(make_initializer(options.others)) {}

  // An LSTM's bias is i, f, c, o, each of units numbers.
  void fill(View weights, Rng rng) const override {
    others_->fill(weights, rng);
    const Index units = weights.size() / 4;
    std::fill_n(weights.data + units, units, 1.0F);
  }

 private:
  std::unique_ptr<Initializer> others_;
};

}  // namespace

const InitializerInfo& initializer_unit_forget_bias() {
  static const InitializerInfo info{
      .name = "unit_forget_bias",
      .summary = "ones for the forget gate of an LSTM's bias",
      .cites = "Jozefowicz, Zaremba, Sutskever 2015; keras/src/layers/rnn/lstm.py, Keras 3",
      .options = option_table<UnitForgetBiasOptions>(),
      .make = &make_with<Initializer, UnitForgetBiasInitializer, UnitForgetBiasOptions>};
  return info;
}

}  // namespace vernier::nn
