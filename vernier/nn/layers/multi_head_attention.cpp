#include "vernier/nn/layers/multi_head_attention.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/projection.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

constexpr float hidden = -0.7F * std::numeric_limits<float>::max();  // as in keras/src/backend/jax/nn.py

class MultiHeadAttentionLayer : public Layer {
 public:
  explicit MultiHeadAttentionLayer(const MultiHeadAttentionOptions& options)
      : options_(options), value_dim_(options.value_dim.value_or(options.key_dim)) {}

  Shape build(std::span<const Shape> inputs) override {
    for (const Shape& input : inputs) {
      if (input.rank() != 2) {
        throw InvalidArgument(fmt::format("an input of shape {}", to_string(input)), "(time, features)");
      }
    }
    const Shape& key = inputs.back();
    if (key[0] != inputs[1][0]) {
      throw InvalidArgument(fmt::format("{} steps of value and {} of key", inputs[1][0], key[0]), "the same number");
    }
    const Index heads = options_.num_heads;
    output_ = options_.output_shape.value_or(inputs[0][1]);
    add(queries, "query", {inputs[0][1], heads, options_.key_dim}, {heads, options_.key_dim});
    add(keys, "key", {key[1], heads, options_.key_dim}, {heads, options_.key_dim});
    add(values, "value", {inputs[1][1], heads, value_dim_}, {heads, value_dim_});
    add(mixed, "attention_output", {heads, value_dim_, output_}, {output_});
    return {inputs[0][0], output_};
  }

  void forward(Context& context) const override {
    const Call call = call_of(context);
    for (const Part p : {queries, keys, values}) {
      const ConstView x = context.inputs[input_of(context, p)].value;
      projections_[p].forward(weights_, x.data, x.rows(), call.projected[p]);
    }
    scale(call.projected[queries], call.batch * call.targets * call.key_width);
    const bool drops = context.training && options_.dropout > 0;
    const std::span<float> dropped = drops ? drop(context, call) : std::span<float>();
    for_heads(context, call, [&](const Head& head) {
      kernels::gemm({.m = call.targets,
                     .n = call.sources,
                     .k = options_.key_dim,
                     .a = call.projected[queries] + head.query,
                     .lda = call.key_width,
                     .b = call.projected[keys] + head.key,
                     .ldb = call.key_width,
                     .transpose_b = true,
                     .c = call.scores + head.scores,
                     .ldc = call.sources});
      const std::span<float> scores{call.scores + head.scores, call.head_size};
      for (std::size_t i = 0; call.seen != nullptr && i < scores.size(); ++i) {
        if (call.seen[i] == 0.0F) scores[i] = hidden;
      }
      kernels::softmax_rows(scores.data(), call.targets, call.sources, scores.data());
      const float* weights = scores.data();
      if (drops) {
        kernels::multiply(scores, dropped.subspan(static_cast<std::size_t>(head.scores), call.head_size),
                          {call.part, call.head_size});
        weights = call.part;
      }
      kernels::gemm({.m = call.targets,
                     .n = value_dim_,
                     .k = call.sources,
                     .a = weights,
                     .lda = call.sources,
                     .b = call.projected[values] + head.value,
                     .ldb = call.value_width,
                     .c = call.projected[mixed] + head.mixed,
                     .ldc = call.value_width});
    });
    projections_[mixed].forward(weights_, call.projected[mixed], call.batch * call.targets, context.output.data);
  }

  void backward(Context& context) const override {
    const Call call = call_of(context);
    projections_[mixed].backward(weights_, call.projected[mixed], call.batch * call.targets,
                                 context.output_gradient.data, context.accumulate, call.gradients[mixed]);
    const bool drops = context.training && options_.dropout > 0;
    const std::span<float> dropped = drops ? drop_buffer(context, call) : std::span<float>();
    for_heads(context, call, [&](const Head& head) { head_back(call, head, dropped); });
    scale(call.gradients[queries], call.batch * call.targets * call.key_width);
    for (const Part p : {queries, keys, values}) {
      const Port& port = context.inputs[input_of(context, p)];
      // the key of a layer without one is the value: their gradients add up
      const bool adds = p == values && context.inputs.size() == 2;
      projections_[p].backward(weights_, port.value.data, port.value.rows(), call.gradients[p], context.accumulate,
                               port.gradient.data, adds);
    }
  }

  std::pair<std::size_t, std::size_t> input_count() const override { return {2, 3}; }

 private:
  enum Part : std::size_t { queries, keys, values, mixed };

  struct Call {
    Index batch = 0;
    Index targets = 0;
    Index sources = 0;
    Index key_width = 0;    ///< of all heads
    Index value_width = 0;  ///< of all heads
    std::size_t head_size = 0;
    std::array<float*, 4> projected{};  ///< queries, keys, values; what the heads mixed
    std::array<float*, 4> gradients{};  ///< of these
    float* scores = nullptr;            ///< (batch, heads, targets, sources), after softmax
    float* part = nullptr;              ///< (targets, sources)
    float* seen = nullptr;              ///< (targets, sources) of 0 and 1, where something is hidden
  };
  /// Where one head of one sample begins in the arrays of a Call.
  struct Head {
    Index query = 0;
    Index key = 0;
    Index value = 0;
    Index mixed = 0;
    Index scores = 0;
  };

  void add(Part p, const std::string& name, const Shape& kernel, const Shape& bias) {
    std::optional<Weight> added;
    if (options_.use_bias) {
      added = Weight{.name = name + "/bias",
                     .shape = bias,
                     .initializer = options_.bias_initializer,
                     .regularizer = make_regularizer(options_.bias_regularizer)};
    }
    projections_[p].place(weights_,
                          {.name = name + "/kernel",
                           .shape = kernel,
                           .initializer = options_.kernel_initializer,
                           .regularizer = make_regularizer(options_.kernel_regularizer)},
                          bias.size(), std::move(added));
  }
  void scale(float* array, Index count) const {
    const float factor = 1.0F / std::sqrt(static_cast<float>(options_.key_dim));
    for (Index i = 0; i < count; ++i) array[i] *= factor;
  }
  static std::size_t input_of(const Context& context, Part p) {
    return p == queries ? 0 : p == values ? 1 : context.inputs.size() - 1;
  }

  Call call_of(Context& context) const {
    Call call;
    call.batch = context.batch;
    call.targets = context.inputs[0].value.shape[1];
    call.sources = context.inputs[1].value.shape[1];
    call.key_width = options_.num_heads * options_.key_dim;
    call.value_width = options_.num_heads * value_dim_;
    call.head_size = static_cast<std::size_t>(call.targets * call.sources);
    const std::array<Index, 4> sizes{call.targets * call.key_width, call.sources * call.key_width,
                                     call.sources * call.value_width, call.targets * call.value_width};
    for (std::size_t p = 0; p < sizes.size(); ++p) {
      call.projected[p] = context.buffer(2 * p, call.batch * sizes[p]).data();
      call.gradients[p] = context.buffer(2 * p + 1, call.batch * sizes[p]).data();
    }
    const Index scores = call.targets * call.sources;
    call.scores = context.buffer(8, call.batch * options_.num_heads * scores).data();
    call.part = context.buffer(9, scores).data();
    const auto masks = [](const Port& port) { return port.mask.data != nullptr; };
    if (options_.use_causal_mask || std::ranges::any_of(context.inputs, masks)) {
      call.seen = context.buffer(11, scores).data();
    }
    return call;
  }
  std::span<float> drop_buffer(Context& context, const Call& call) const {
    return context.buffer(10, call.batch * options_.num_heads * call.targets * call.sources);
  }
  std::span<float> drop(Context& context, const Call& call) const {
    const std::span<float> mask = drop_buffer(context, call);
    if (options_.dropout < 1) {
      kernels::dropout_mask(context.rng, options_.dropout, static_cast<float>(1 / (1 - options_.dropout)), mask);
    } else {
      std::ranges::fill(mask, 0.0F);
    }
    return mask;
  }

  template <class Function>
  void for_heads(const Context& context, const Call& call, Function function) const {
    for (Index sample = 0; sample < call.batch; ++sample) {
      if (call.seen != nullptr) look(context, call, sample);
      for (Index h = 0; h < options_.num_heads; ++h) {
        function(Head{sample * call.targets * call.key_width + h * options_.key_dim,
                      sample * call.sources * call.key_width + h * options_.key_dim,
                      sample * call.sources * call.value_width + h * value_dim_,
                      sample * call.targets * call.value_width + h * value_dim_,
                      (sample * options_.num_heads + h) * call.targets * call.sources});
      }
    }
  }

  /// Notes which sources each target of a sample may see, where masks hide some.
  void look(const Context& context, const Call& call, Index sample) const {
    float* seen = call.seen;
    for (Index target = 0; target < call.targets; ++target) {
      const float* query_mask = context.inputs[0].mask.data;
      const bool lost = query_mask != nullptr && query_mask[sample * call.targets + target] == 0.0F;
      for (Index source = 0; source < call.sources; ++source) {
        *seen++ = lost || (options_.use_causal_mask && source > target) ? 0.0F : 1.0F;
      }
    }
    for (const Port& port : context.inputs.subspan(1)) {
      if (port.mask.data == nullptr) continue;
      const auto sources = static_cast<std::size_t>(call.sources);
      for (Index target = 0; target < call.targets; ++target) {
        const std::span<float> row{call.seen + target * call.sources, sources};
        kernels::multiply(row, {port.mask.data + sample * call.sources, sources}, row);
      }
    }
  }

  void head_back(const Call& call, const Head& head, std::span<const float> dropped) const {
    const float* mixed_gradient = call.gradients[mixed] + head.mixed;
    const std::span<float> scores{call.scores + head.scores, call.head_size};
    const std::span<float> part{call.part, call.head_size};
    const bool drops = !dropped.empty();
    if (drops) dropped = dropped.subspan(static_cast<std::size_t>(head.scores), call.head_size);
    if (drops) kernels::multiply(scores, dropped, part);
    kernels::gemm({.m = call.sources,
                   .n = value_dim_,
                   .k = call.targets,
                   .a = drops ? part.data() : scores.data(),
                   .lda = call.sources,
                   .transpose_a = true,
                   .b = mixed_gradient,
                   .ldb = call.value_width,
                   .c = call.gradients[values] + head.value,
                   .ldc = call.value_width});
    kernels::gemm({.m = call.targets,
                   .n = call.sources,
                   .k = value_dim_,
                   .a = mixed_gradient,
                   .lda = call.value_width,
                   .b = call.projected[values] + head.value,
                   .ldb = call.value_width,
                   .transpose_b = true,
                   .c = part.data(),
                   .ldc = call.sources});
    if (drops) kernels::multiply(part, dropped, part);
    kernels::softmax_gradient_rows(scores.data(), part.data(), call.targets, call.sources, part.data());
    if (call.seen != nullptr) kernels::multiply(part, {call.seen, call.head_size}, part);
    kernels::gemm({.m = call.targets,
                   .n = options_.key_dim,
                   .k = call.sources,
                   .a = part.data(),
                   .lda = call.sources,
                   .b = call.projected[keys] + head.key,
                   .ldb = call.key_width,
                   .c = call.gradients[queries] + head.query,
                   .ldc = call.key_width});
    kernels::gemm({.m = call.sources,
                   .n = options_.key_dim,
                   .k = call.targets,
                   .a = part.data(),
                   .lda = call.sources,
                   .transpose_a = true,
                   .b = call.projected[queries] + head.query,
                   .ldb = call.key_width,
                   .c = call.gradients[keys] + head.key,
                   .ldc = call.key_width});
  }

  MultiHeadAttentionOptions options_;
  Index value_dim_;
  Index output_ = 0;
  std::array<Projection, 4> projections_;
};

}  // namespace

const LayerInfo& layer_multi_head_attention() {
  static const LayerInfo info{
      .name = "multi_head_attention",
      .summary = "scaled dot-product attention in several heads",
      .cites = "Vaswani et al. 2017, arXiv 1706.03762; keras/src/layers/attention/multi_head_attention.py",
      .options = option_table<MultiHeadAttentionOptions>(),
      .make = &make_with<Layer, MultiHeadAttentionLayer, MultiHeadAttentionOptions>};
  return info;
}

}  // namespace vernier::nn
