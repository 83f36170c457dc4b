#pragma once
// A table that gives each id its row. Source: keras/src/layers/core/embedding.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// (...) ids, whole numbers from 0 to input_dim - 1, become (..., output_dim). Weights: embeddings (input_dim,
/// output_dim). An id outside the table throws InvalidArgument that names its place.
struct EmbeddingOptions {
  Index input_dim = 0;  ///< an experiment may leave it to the data
  Index output_dim = 1;
  Component embeddings_initializer = "uniform";
  Component embeddings_regularizer{};
  bool mask_zero = false;  ///< id 0 is padding: the steps that have it are masked; ids must be (time)
  bool lazy_rows = false;  ///< a training step costs what the rows of its batch cost: see Optimizer
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<EmbeddingOptions>& field) {
    using O = EmbeddingOptions;
    field("input_dim", &O::input_dim, "how many ids there are; in an experiment by itself, behind a text or id column")
        .at_least(1);
    field("output_dim", &O::output_dim, "how many numbers an id has").at_least(1).required();
    field("embeddings_initializer", &O::embeddings_initializer, "how the table begins").of("initializers");
    field("embeddings_regularizer", &O::embeddings_regularizer, "penalty on the table").of("regularizers");
    field("mask_zero", &O::mask_zero, "whether id 0 is padding, which later layers leave out");
    field("lazy_rows", &O::lazy_rows,
          "whether a step updates the rows of its batch alone, momentum and decay included");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Embedding(Index input_dim, Index output_dim, EmbeddingOptions options = {}) {
  options.input_dim = input_dim;
  options.output_dim = output_dim;
  return make_component("embedding", options);
}

}  // namespace vernier::nn
