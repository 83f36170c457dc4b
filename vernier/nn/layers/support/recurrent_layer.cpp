#include "vernier/nn/layers/support/recurrent_layer.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/nn/layers/support/recurrent_buffers.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
RecurrentLayer::RecurrentLayer(RecurrentOptions options, Arrays arrays)
    : options_(std::move(options)),
      arrays_(arrays),
      sets_(options_.recurrent_dropout > 0 ? arrays.gates : 1),
      activation_(make_activation(options_.activation)) {
  gates_use(activation_.get());
}

Shape RecurrentLayer::build(std::span<const Shape> inputs) {
  if (inputs[0].rank() != 2 || inputs[0][0] == 0) {
    throw InvalidArgument(fmt::format("samples of shape {}", to_string(inputs[0])),
                          "(time, features) with at least one step");
  }
  const Index width = static_cast<Index>(arrays_.gates) * options_.units;
  weights_.push_back({.name = "kernel",
                      .shape = {inputs[0][1], width},
                      .initializer = options_.kernel_initializer,
                      .regularizer = make_regularizer(options_.kernel_regularizer)});
  weights_.push_back({.name = "recurrent_kernel",
                      .shape = {options_.units, width},
                      .initializer = options_.recurrent_initializer,
                      .regularizer = make_regularizer(options_.recurrent_regularizer)});
  if (options_.use_bias) weights_.push_back(bias_weight());
  return options_.return_sequences ? Shape{inputs[0][0], options_.units} : Shape{options_.units};
}

Weight RecurrentLayer::bias_weight() const {
  return {.name = "bias",
          .shape = {static_cast<Index>(arrays_.gates) * options_.units},
          .initializer = options_.bias_initializer,
          .regularizer = make_regularizer(options_.bias_regularizer)};
}

std::span<const float> RecurrentLayer::input_bias(Context&) const {
  return options_.use_bias ? weights_[2].value.values() : std::span<const float>();
}

RecurrentLayer::Call RecurrentLayer::call_of(Context& context) const {
  const ConstView x = context.inputs[0].value;
  Call call;
  call.batch = context.batch;
  call.steps = x.shape[1];
  call.units = options_.units;
  call.block = count_of(call.batch, call.units);
  const Index block = call.batch * call.units;
  const auto buffer = [&](std::size_t k, std::size_t arrays, Index size) {
    return context.buffer(k, static_cast<Index>(arrays) * size).data();
  };
  call.inputs = buffer(recurrent_inputs, sets_, x.size());
  call.gates = buffer(recurrent_gates, arrays_.gates, call.steps * block);
  call.states = buffer(recurrent_states, arrays_.states, (call.steps + 1) * block);
  call.kept = buffer(recurrent_kept, arrays_.kept, call.steps * block);
  if (keeps_linear_) call.linear = buffer(recurrent_linear, arrays_.gates, call.steps * block);
  call.scratch = buffer(recurrent_scratch, arrays_.scratch, block);
  call.state_gradients = buffer(recurrent_state_gradients, arrays_.states, block);
  if (context.training && options_.recurrent_dropout > 0 && options_.recurrent_dropout < 1) {
    call.recurrent_mask = buffer(recurrent_state_mask, sets_, block);
    call.masked = buffer(recurrent_masked, 1, call.steps * block);
  }
  return call;
}

bool RecurrentLayer::masked(const Context& context, const Call& call, Index sample, Index step) const {
  const ConstView mask = context.inputs[0].mask;
  return mask.data != nullptr && mask.data[sample * call.steps + time_of(call, step)] == 0.0F;
}

// Into the order of the scan, once for each set of dropout masks. A rate of 1 drops nothing, as in Keras.
void RecurrentLayer::gather_inputs(Context& context, const Call& call) const {
  const ConstView x = context.inputs[0].value;
  const auto features = static_cast<std::size_t>(x.columns());
  const Index size = call.batch * x.columns();
  const bool drops = drops_inputs(context);
  std::span<float> mask;
  if (drops) {
    mask = context.buffer(recurrent_input_mask, static_cast<Index>(sets_) * size);
    kernels::dropout_mask(context.rng.split("inputs"), options_.dropout, static_cast<float>(1 / (1 - options_.dropout)),
                          mask);
  }
  float* to = context.buffer(recurrent_inputs, static_cast<Index>(sets_) * x.size()).data();
  for (std::size_t set = 0; set < sets_; ++set) {
    for (Index step = 0; step < call.steps; ++step) {
      for (Index sample = 0; sample < call.batch; ++sample, to += features) {
        const float* from = x.data + (sample * call.steps + time_of(call, step)) * x.columns();
        if (drops) {
          const auto at = set * static_cast<std::size_t>(size) + static_cast<std::size_t>(sample) * features;
          kernels::multiply({from, features}, mask.subspan(at, features), {to, features});
        } else {
          std::copy_n(from, features, to);
        }
      }
    }
  }
  if (call.recurrent_mask != nullptr) {
    const std::span<float> state_mask =
        context.buffer(recurrent_state_mask, static_cast<Index>(sets_) * call.batch * call.units);
    kernels::dropout_mask(context.rng.split("state"), options_.recurrent_dropout,
                          static_cast<float>(1 / (1 - options_.recurrent_dropout)), state_mask);
  }
}

void RecurrentLayer::forward(Context& context) const {
  const Call call = call_of(context);
  gather_inputs(context, call);
  const Index features = context.inputs[0].value.columns();
  const Index rows = call.steps * call.batch;
  const Index width = static_cast<Index>(arrays_.gates) * call.units;
  const std::span<const float> bias = input_bias(context);
  for (std::size_t g = 0; g < arrays_.gates; ++g) {
    const Index column = static_cast<Index>(g) * call.units;
    kernels::gemm({.m = rows,
                   .n = call.units,
                   .k = features,
                   .a = call.inputs + (sets_ > 1 ? g : 0) * count_of(rows, features),
                   .lda = features,
                   .b = weights_[0].value.data + column,
                   .ldb = width,
                   .c = call.gate(g, 0).data(),
                   .ldc = call.units,
                   .bias = bias.empty() ? nullptr : bias.data() + column});
  }
  for (std::size_t k = 0; k < arrays_.states; ++k) std::ranges::fill(call.state(k, 0), 0.0F);
  for (Index s = 0; s < call.steps; ++s) {
    step(call, s);
    for (Index sample = 0; sample < call.batch; ++sample) {
      if (!masked(context, call, sample, s)) continue;
      for (std::size_t k = 0; k < arrays_.states; ++k) {
        std::copy_n(call.state(k, s).data() + sample * call.units, call.units,
                    call.state(k, s + 1).data() + sample * call.units);
      }
    }
  }
  write_output(context, call);
}

void RecurrentLayer::write_output(const Context& context, const Call& call) const {
  float* to = context.output.data;
  const Index first = options_.return_sequences ? 0 : call.steps - 1;
  for (Index sample = 0; sample < call.batch; ++sample) {
    for (Index s = first; s < call.steps; ++s, to += call.units) {
      if (options_.zero_output_for_mask && masked(context, call, sample, s)) {
        std::fill_n(to, call.units, 0.0F);
      } else {
        std::copy_n(call.state(0, s + 1).data() + sample * call.units, call.units, to);
      }
    }
  }
}

void RecurrentLayer::add_output_gradient(const Context& context, const Call& call, Index step) const {
  if (!options_.return_sequences && step + 1 < call.steps) return;
  const auto units = static_cast<std::size_t>(call.units);
  for (Index sample = 0; sample < call.batch; ++sample) {
    if (options_.zero_output_for_mask && masked(context, call, sample, step)) continue;
    const Index row = options_.return_sequences ? sample * call.steps + step : sample;
    kernels::axpy(1.0F, {context.output_gradient.data + row * call.units, units},
                  call.state_gradient(0).subspan(static_cast<std::size_t>(sample) * units, units));
  }
}

void RecurrentLayer::backward(Context& context) const {
  Call call = call_of(context);
  const Index width = static_cast<Index>(arrays_.gates) * call.units;
  float* transposed = context.buffer(recurrent_transposed, call.units * width).data();
  for (Index row = 0; row < call.units; ++row) {
    for (Index column = 0; column < width; ++column) {
      transposed[column * call.units + row] = weights_[1].value.data[row * width + column];
    }
  }
  call.transposed = transposed;
  const std::span<float> gradients{call.state_gradients, arrays_.states * call.block};
  const std::span<float> aside =
      context.buffer(recurrent_set_aside, static_cast<Index>(arrays_.states) * call.batch * call.units);
  std::ranges::fill(gradients, 0.0F);
  for (Index s = call.steps; s-- > 0;) {
    add_output_gradient(context, call, s);
    if (context.inputs[0].mask.data == nullptr) {
      step_back(call, s);
      continue;
    }
    // a masked row goes past the step: nothing flows into its gates
    std::ranges::fill(aside, 0.0F);
    for (std::size_t k = 0; k < arrays_.states; ++k) {
      for (Index sample = 0; sample < call.batch; ++sample) {
        if (!masked(context, call, sample, s)) continue;
        float* row = call.state_gradient(k).data() + sample * call.units;
        std::copy_n(row, call.units, aside.data() + k * call.block + count_of(sample, call.units));
        std::fill_n(row, call.units, 0.0F);
      }
    }
    step_back(call, s);
    kernels::axpy(1.0F, aside, gradients);
  }
  weight_gradients(context, call);
  if (context.inputs[0].gradient.data != nullptr) input_gradient(context, call);
}

void RecurrentLayer::recur(const Call& call, std::size_t gate, std::span<const float> from, std::span<float> to,
                           const float* bias) const {
  if (call.recurrent_mask != nullptr) {
    const std::span<float> masked{call.masked, call.block};
    kernels::multiply(from, {call.recurrent_mask + (sets_ > 1 ? gate : 0) * call.block, call.block}, masked);
    from = masked;
  }
  const Index width = static_cast<Index>(arrays_.gates) * call.units;
  kernels::gemm({.m = call.batch,
                 .n = call.units,
                 .k = call.units,
                 .a = from.data(),
                 .lda = call.units,
                 .b = weights_[1].value.data + static_cast<Index>(gate) * call.units,
                 .ldb = width,
                 .c = to.data(),
                 .ldc = call.units,
                 .accumulate = bias == nullptr,
                 .bias = bias});
}

void RecurrentLayer::recur_back(const Call& call, std::size_t gate, std::span<const float> from, std::span<float> to,
                                bool accumulate) const {
  const bool drops = call.recurrent_mask != nullptr;
  kernels::gemm({.m = call.batch,
                 .n = call.units,
                 .k = call.units,
                 .a = from.data(),
                 .lda = call.units,
                 .b = call.transposed + static_cast<Index>(gate) * call.units * call.units,
                 .ldb = call.units,
                 .c = drops ? call.masked : to.data(),
                 .ldc = call.units,
                 .accumulate = accumulate && !drops});
  if (!drops) return;
  const std::span<const float> mask{call.recurrent_mask + (sets_ > 1 ? gate : 0) * call.block, call.block};
  (accumulate ? kernels::multiply_add : kernels::multiply)({call.masked, call.block}, mask, to);
}

void RecurrentLayer::activate(const Call& call, const Activation* function, std::span<float> values,
                              std::span<float> before) {
  if (function == nullptr) return;
  if (function->needs_input()) std::ranges::copy(values, before.begin());
  function->forward(call.view(values), call.view(values));
}

void RecurrentLayer::activate_back(const Call& call, const Activation* function, std::span<float> before,
                                   std::span<float> values, std::span<float> gradient) {
  if (function == nullptr) return;
  function->backward(function->needs_input() ? ConstView(call.view(before)) : ConstView{}, call.view(values),
                     call.view(gradient), call.view(gradient));
}

}  // namespace vernier::nn
