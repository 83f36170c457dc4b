#include "vernier/nn/layers/lstm.hpp"

#include <algorithm>

#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class LSTMLayer final : public RecurrentLayer {
 public:
  explicit LSTMLayer(const LSTMOptions& options)
      : RecurrentLayer(RecurrentOptions::of(options), {.gates = 4, .states = 2, .kept = 1, .scratch = 4}),
        recurrent_activation_(make_activation(options.recurrent_activation)),
        unit_forget_bias_(options.unit_forget_bias) {
    gates_use(recurrent_activation_.get());
  }

 protected:
  enum Gate : std::size_t { in, forget, candidate, out };

  Weight bias_weight() const override {
    Weight bias = RecurrentLayer::bias_weight();
    if (unit_forget_bias_) bias.initializer = {"unit_forget_bias", {{"others", to_json(bias.initializer)}}};
    return bias;
  }

  void step(const Call& call, Index s) const override {
    for (const Gate g : {in, forget, candidate, out}) {
      recur(call, g, call.state(0, s), call.gate(g, s));
      activate(call, function(g), call.gate(g, s), call.linear_part(g, s));
    }
    const std::span<float> cell = call.state(1, s + 1);
    kernels::multiply(call.gate(forget, s), call.state(1, s), cell);
    kernels::multiply_add(call.gate(in, s), call.gate(candidate, s), cell);
    if (activation() == nullptr) {
      std::ranges::copy(cell, call.kept_at(0, s).begin());
    } else {
      activation()->forward(call.view(cell), call.view(call.kept_at(0, s)));
    }
    kernels::multiply(call.gate(out, s), call.kept_at(0, s), call.state(0, s + 1));
  }

  void step_back(const Call& call, Index s) const override {
    const std::span<float> dh = call.state_gradient(0);
    const std::span<float> dcell = call.state_gradient(1);
    const auto gradient = [&](Gate g) { return call.scratch_block(g); };
    kernels::multiply(dh, call.kept_at(0, s), gradient(out));
    kernels::multiply(dh, call.gate(out, s), dh);
    activate_back(call, activation(), call.state(1, s + 1), call.kept_at(0, s), dh);
    kernels::axpy(1.0F, dh, dcell);
    kernels::multiply(dcell, call.gate(candidate, s), gradient(in));
    kernels::multiply(dcell, call.gate(in, s), gradient(candidate));
    kernels::multiply(dcell, call.state(1, s), gradient(forget));
    kernels::multiply(dcell, call.gate(forget, s), dcell);
    for (const Gate g : {in, forget, candidate, out}) {
      activate_back(call, function(g), call.linear_part(g, s), call.gate(g, s), gradient(g));
      std::ranges::copy(gradient(g), call.gate(g, s).begin());
      recur_back(call, g, gradient(g), dh, g != in);
    }
  }

 private:
  const Activation* function(Gate g) const { return g == candidate ? activation() : recurrent_activation_.get(); }

  std::unique_ptr<Activation> recurrent_activation_;
  bool unit_forget_bias_;
};

}  // namespace

const LayerInfo& layer_lstm() {
  static const LayerInfo info{.name = "lstm",
                              .summary = "recurrent, with a cell that gates fill, keep and read",
                              .cites = "Hochreiter, Schmidhuber 1997; keras/src/layers/rnn/lstm.py",
                              .options = option_table<LSTMOptions>(),
                              .make = &make_with<Layer, LSTMLayer, LSTMOptions>};
  return info;
}

}  // namespace vernier::nn
