#include "vernier/nn/layers/simple_rnn.hpp"

#include <algorithm>

namespace vernier::nn {
namespace {

class SimpleRNNLayer final : public RecurrentLayer {
 public:
  explicit SimpleRNNLayer(const SimpleRNNOptions& options)
      : RecurrentLayer(RecurrentOptions::of(options), {.gates = 1, .states = 1, .kept = 0, .scratch = 1}) {}

 protected:
  void step(const Call& call, Index s) const override {
    recur(call, 0, call.state(0, s), call.gate(0, s));
    activate(call, activation(), call.gate(0, s), call.linear_part(0, s));
    std::ranges::copy(call.gate(0, s), call.state(0, s + 1).begin());
  }
  void step_back(const Call& call, Index s) const override {
    const std::span<float> gradient = call.state_gradient(0);
    activate_back(call, activation(), call.linear_part(0, s), call.gate(0, s), gradient);
    std::ranges::copy(gradient, call.gate(0, s).begin());
    recur_back(call, 0, call.gate(0, s), gradient, false);
  }
};

}  // namespace

const LayerInfo& layer_simple_rnn() {
  static const LayerInfo info{.name = "simple_rnn",
                              .summary = "recurrent: activation(x kernel + h recurrent_kernel + bias)",
                              .cites = "Elman 1990; keras/src/layers/rnn/simple_rnn.py",
                              .options = option_table<SimpleRNNOptions>(),
                              .make = &make_with<Layer, SimpleRNNLayer, SimpleRNNOptions>};
  return info;
}

}  // namespace vernier::nn
