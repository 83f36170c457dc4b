#include "vernier/nn/layers/gru.hpp"

#include <algorithm>

#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class GRULayer final : public RecurrentLayer {
 public:
  explicit GRULayer(const GRUOptions& options)
      : RecurrentLayer(RecurrentOptions::of(options), {.gates = 3, .states = 1, .kept = 1, .scratch = 4}),
        recurrent_activation_(make_activation(options.recurrent_activation)),
        reset_after_(options.reset_after) {
    gates_use(recurrent_activation_.get());
  }

 protected:
  enum Gate : std::size_t { update, reset, candidate };

  Weight bias_weight() const override {
    Weight bias = RecurrentLayer::bias_weight();
    if (reset_after_) bias.shape = {2, bias.shape[0]};
    return bias;
  }
  // the biases of the state join those of the inputs, the candidate's apart, which r multiplies
  std::span<const float> input_bias(Context& context) const override {
    const std::span<const float> bias = RecurrentLayer::input_bias(context);
    if (bias.empty() || !reset_after_) return bias;
    const std::span<float> sum = context.buffer(own_buffer, 3 * options().units);
    std::copy_n(bias.data(), sum.size(), sum.data());
    const auto gates = static_cast<std::size_t>(2 * options().units);
    kernels::axpy(1.0F, bias.subspan(sum.size(), gates), sum.first(gates));
    return sum;
  }
  void bias_gradient(const Call& call, bool accumulate) const override {
    RecurrentLayer::bias_gradient(call, accumulate);
    if (!reset_after_) return;
    for (const Gate g : {update, reset, candidate}) {
      kernels::column_sums(recurrent_gradient(call, g), call.steps * call.batch, call.units,
                           weights_[2].gradient.data + (3 + static_cast<Index>(g)) * call.units, accumulate);
    }
  }
  // kept: h recurrent_kernel_h, then its gradient; or r h
  const float* recurrent_input(const Call& call, std::size_t g) const override {
    return g == candidate && !reset_after_ ? call.kept : call.states;
  }
  const float* recurrent_gradient(const Call& call, std::size_t g) const override {
    return g == candidate && reset_after_ ? call.kept : call.gate(g, 0).data();
  }

  void step(const Call& call, Index s) const override {
    const std::span<float> h = call.state(0, s);
    const std::span<float> z = call.gate(update, s);
    const std::span<float> r = call.gate(reset, s);
    const std::span<float> fresh = call.gate(candidate, s);
    for (const Gate g : {update, reset}) {
      recur(call, g, h, call.gate(g, s));
      activate(call, recurrent_activation_.get(), call.gate(g, s), call.linear_part(g, s));
    }
    const std::span<float> kept = call.kept_at(0, s);
    if (reset_after_) {
      const float* bias =
          options().use_bias ? weights_[2].value.data + (3 + Index{candidate}) * options().units : nullptr;
      if (bias == nullptr) std::ranges::fill(kept, 0.0F);
      recur(call, candidate, h, kept, bias);
      kernels::multiply_add(r, kept, fresh);
    } else {
      kernels::multiply(r, h, kept);
      recur(call, candidate, kept, fresh);
    }
    activate(call, activation(), fresh, call.linear_part(candidate, s));
    const std::span<float> next = call.state(0, s + 1);
    const std::span<float> change = call.scratch_block(0);
    difference(h, fresh, change);
    std::ranges::copy(fresh, next.begin());
    kernels::multiply_add(z, change, next);
  }

  void step_back(const Call& call, Index s) const override {
    const std::span<float> h = call.state(0, s);
    const std::span<float> z = call.gate(update, s);
    const std::span<float> r = call.gate(reset, s);
    const std::span<float> fresh = call.gate(candidate, s);
    const std::span<float> kept = call.kept_at(0, s);
    const std::span<float> dh = call.state_gradient(0);
    const std::span<float> dz = call.scratch_block(update);
    const std::span<float> dr = call.scratch_block(reset);
    const std::span<float> dfresh = call.scratch_block(candidate);
    difference(h, fresh, dz);
    kernels::multiply(dh, dz, dz);
    std::ranges::copy(dh, dfresh.begin());
    kernels::multiply(dh, z, dh);
    kernels::axpy(-1.0F, dh, dfresh);
    activate_back(call, activation(), call.linear_part(candidate, s), fresh, dfresh);
    if (reset_after_) {
      kernels::multiply(dfresh, kept, dr);
      kernels::multiply(dfresh, r, kept);
      recur_back(call, candidate, kept, dh, true);
    } else {
      const std::span<float> product = call.scratch_block(3);
      recur_back(call, candidate, dfresh, product, false);
      kernels::multiply(product, h, dr);
      kernels::multiply_add(product, r, dh);
    }
    std::ranges::copy(dfresh, fresh.begin());
    for (const Gate g : {update, reset}) {
      const std::span<float> gradient = call.scratch_block(g);
      activate_back(call, recurrent_activation_.get(), call.linear_part(g, s), call.gate(g, s), gradient);
      std::ranges::copy(gradient, call.gate(g, s).begin());
      recur_back(call, g, gradient, dh, true);
    }
  }

 private:
  static void difference(std::span<const float> a, std::span<const float> b, std::span<float> to) {
    std::ranges::copy(a, to.begin());
    kernels::axpy(-1.0F, b, to);
  }

  std::unique_ptr<Activation> recurrent_activation_;
  bool reset_after_;
};

}  // namespace

const LayerInfo& layer_gru() {
  static const LayerInfo info{.name = "gru",
                              .summary = "recurrent, with gates that mix the state with a new one",
                              .cites = "Cho et al. 2014; keras/src/layers/rnn/gru.py",
                              .options = option_table<GRUOptions>(),
                              .make = &make_with<Layer, GRULayer, GRUOptions>};
  return info;
}

}  // namespace vernier::nn
