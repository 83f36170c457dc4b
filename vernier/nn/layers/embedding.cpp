#include "vernier/nn/layers/embedding.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class EmbeddingLayer : public Layer {
 public:
  explicit EmbeddingLayer(const EmbeddingOptions& options) : options_(options) {
    if (options.lazy_rows && !options.embeddings_regularizer.empty()) {
      throw InvalidArgument("layer 'embedding' with lazy_rows and an embeddings_regularizer, which changes every row",
                            "one of them");
    }
  }

  Shape build(std::span<const Shape> inputs) override {
    if (options_.input_dim == 0) throw InvalidArgument("no input_dim is given", "the number of ids");
    if (options_.mask_zero && inputs[0].rank() != 1) {
      throw InvalidArgument(fmt::format("mask_zero with samples of shape {}", to_string(inputs[0])),
                            "ids of one axis, the time");
    }
    weights_.push_back({.name = "embeddings",
                        .shape = {options_.input_dim, options_.output_dim},
                        .initializer = options_.embeddings_initializer,
                        .regularizer = make_regularizer(options_.embeddings_regularizer),
                        .lazy_rows = options_.lazy_rows});
    std::vector<Index> extents(inputs[0].extents().begin(), inputs[0].extents().end());
    extents.push_back(options_.output_dim);
    return Shape(std::span<const Index>(extents));
  }

  void forward(Context& context) const override {
    const ConstView ids = context.inputs[0].value;
    const float* table = weights_[0].value.data;
    float* to = context.output.data;
    for (Index i = 0; i < ids.size(); ++i, to += options_.output_dim) {
      std::copy_n(table + row_of(ids, i) * options_.output_dim, options_.output_dim, to);
    }
    if (!options_.mask_zero) return;
    for (Index i = 0; i < ids.size(); ++i) context.output_mask.data[i] = ids.data[i] == 0.0F ? 0.0F : 1.0F;
  }

  void backward(Context& context) const override {
    const ConstView ids = context.inputs[0].value;
    if (const View dx = context.inputs[0].gradient; dx.data != nullptr) std::ranges::fill(dx.values(), 0.0F);
    RowGradient* const rows = weights_[0].rows;
    const View gradient = weights_[0].gradient;
    if (rows == nullptr && gradient.data == nullptr) return;
    if (!context.accumulate) {
      if (rows != nullptr) {
        rows->clear(static_cast<std::size_t>(ids.size()));
      } else {
        std::ranges::fill(gradient.values(), 0.0F);
      }
    }
    const auto columns = static_cast<std::size_t>(options_.output_dim);
    const float* dy = context.output_gradient.data;
    for (Index i = 0; i < ids.size(); ++i, dy += columns) {
      const auto row = static_cast<std::size_t>(ids.data[i]);
      kernels::axpy(1.0F, {dy, columns},
                    rows != nullptr ? rows->touch(row) : gradient.values().subspan(row * columns, columns));
    }
  }

  MaskRole mask_role() const override { return options_.mask_zero ? MaskRole::makes : MaskRole::ends; }

 private:
  Index row_of(ConstView ids, Index i) const {
    const float id = ids.data[i];
    if (id >= 0.0F && id < static_cast<float>(options_.input_dim)) {
      const auto row = static_cast<Index>(id);
      if (static_cast<float>(row) == id) return row;
    }
    const Index positions = ids.size() / ids.shape[0];
    throw InvalidArgument(fmt::format("layer '{}': row {} of the batch has the id {} at position {}", name(),
                                      i / positions, id, i % positions),
                          fmt::format("whole numbers from 0 to {}", options_.input_dim - 1),
                          "Check the ids, or give the layer a larger input_dim.");
  }

  EmbeddingOptions options_;
};

}  // namespace

const LayerInfo& layer_embedding() {
  static const LayerInfo info{.name = "embedding",
                              .summary = "a table that gives each id its row",
                              .cites = "keras/src/layers/core/embedding.py",
                              .options = option_table<EmbeddingOptions>(),
                              .make = &make_with<Layer, EmbeddingLayer, EmbeddingOptions>};
  return info;
}

}  // namespace vernier::nn
