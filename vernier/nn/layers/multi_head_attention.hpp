#pragma once
// Scaled dot-product attention in several heads. Source: keras/src/layers/attention/multi_head_attention.py, Keras 3
// (Vaswani et al. 2017, arXiv 1706.03762).
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Called on query (targets, features) and value (sources, features), and on a key where it is not the value; gives
/// (targets, output_shape). Weights: query/kernel (features, heads, key_dim), query/bias (heads, key_dim), the same of
/// key and value (value_dim), attention_output/kernel (heads, value_dim, output_shape), attention_output/bias. Masked
/// steps of query, value and key are left out, as are later ones with use_causal_mask; a target that is left with no
/// source takes the mean of all. It hands on the mask of the query.
struct MultiHeadAttentionOptions {
  Index num_heads = 1;
  Index key_dim = 1;
  std::optional<Index> value_dim{};  ///< key_dim unless given
  double dropout = 0;
  bool use_bias = true;
  std::optional<Index> output_shape{};  ///< the query's features unless given
  bool use_causal_mask = false;         ///< Keras takes it with the call
  Component kernel_initializer = "glorot_uniform";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component bias_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<MultiHeadAttentionOptions>& field) {
    using O = MultiHeadAttentionOptions;
    field("num_heads", &O::num_heads, "how many heads").at_least(1).required();
    field("key_dim", &O::key_dim, "how many numbers a query or a key has in each head").at_least(1).required();
    field("value_dim", &O::value_dim, "how many a value has; none: key_dim").at_least(1);
    field("dropout", &O::dropout, "share of the attention that is zeroed while training").between(0, 1);
    field("use_bias", &O::use_bias, "whether the projections have biases");
    field("output_shape", &O::output_shape, "how many outputs; none: the query's features").at_least(1);
    field("use_causal_mask", &O::use_causal_mask, "whether a step attends to itself and earlier ones alone");
    field("kernel_initializer", &O::kernel_initializer, "how the kernels begin").of("initializers");
    field("bias_initializer", &O::bias_initializer, "how the biases begin").of("initializers");
    field("kernel_regularizer", &O::kernel_regularizer, "penalty on each kernel").of("regularizers");
    field("bias_regularizer", &O::bias_regularizer, "penalty on each bias").of("regularizers");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component MultiHeadAttention(Index num_heads, Index key_dim,
                                                  MultiHeadAttentionOptions options = {}) {
  options.num_heads = num_heads;
  options.key_dim = key_dim;
  return make_component("multi_head_attention", options);
}

}  // namespace vernier::nn
