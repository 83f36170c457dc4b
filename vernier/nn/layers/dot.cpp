#include "vernier/nn/layers/dot.hpp"

#include <array>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/axis_rows.hpp"
#include "vernier/nn/layers/support/unit_rows.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

constexpr double dot_epsilon = 1e-7;

float product_of_vectors(const float* a, const float* b, Index length) {
  std::array<float, 8> sums{};  // several, so that the loop becomes one of vectors
  Index i = 0;
  for (; i + 8 <= length; i += 8) {
    for (Index lane = 0; lane < 8; ++lane) sums[static_cast<std::size_t>(lane)] += a[i + lane] * b[i + lane];
  }
  float sum = 0.0F;
  for (; i < length; ++i) sum += a[i] * b[i];
  for (const float part : sums) sum += part;
  return sum;
}

/// Each input becomes a matrix of its vectors, one a row; the output is the product of the first and the second,
/// transposed.
class DotLayer final : public Layer {
 public:
  explicit DotLayer(const DotOptions& options) : options_(options) {}

  Shape build(std::span<const Shape> inputs) override {
    const std::vector<Index> axes = per_axis(options_.axes, 2, "axes");
    std::vector<Index> extents;
    for (std::size_t k = 0; k < 2; ++k) {
      const Shape& input = inputs[k];
      const std::size_t axis = sample_axis(axes[k], input);
      sides_[k] = AxisRows::along(axis, input);
      for (std::size_t other = 0; other < input.rank(); ++other) {
        if (other != axis) extents.push_back(input[other]);
      }
    }
    if (sides_[0].length != sides_[1].length) {
      throw InvalidArgument(fmt::format("axes {} and {} of inputs of shapes {} and {}", axes[0], axes[1],
                                        to_string(inputs[0]), to_string(inputs[1])),
                            fmt::format("two axes of one extent, not {} and {}", sides_[0].length, sides_[1].length));
    }
    if (extents.empty()) extents.push_back(1);
    return Shape(std::span<const Index>(extents));
  }

  void forward(Context& context) const override {
    const Index length = sides_[0].length;
    const Index m = sides_[0].count();
    const Index n = sides_[1].count();
    const std::array<float*, 2> rows = rows_of(context);
    for (std::size_t k = 0; k < 2; ++k) {
      const Index count = context.batch * sides_[k].count();
      sides_[k].gather(context.inputs[k].value.data, context.batch, rows[k]);
      if (options_.normalize) {
        normalize_rows(rows[k], count, length, dot_epsilon, rows[k], context.buffer(2 + k, count).data());
      }
    }
    for (Index i = 0; i < context.batch; ++i) {
      if (m * n == 1) {
        context.output.data[i] = product_of_vectors(rows[0] + i * length, rows[1] + i * length, length);
        continue;
      }
      kernels::gemm({.m = m,
                     .n = n,
                     .k = length,
                     .a = rows[0] + i * m * length,
                     .lda = length,
                     .b = rows[1] + i * n * length,
                     .ldb = length,
                     .transpose_b = true,
                     .c = context.output.data + i * m * n,
                     .ldc = n});
    }
  }

  void backward(Context& context) const override {
    const std::array<float*, 2> rows = rows_of(context);
    for (std::size_t k = 0; k < 2; ++k) {
      const View dx = context.inputs[k].gradient;
      if (dx.data == nullptr) continue;
      const Index length = sides_[k].length;
      const Index mine = sides_[k].count();
      const Index others = sides_[1 - k].count();
      const Index count = context.batch * mine;
      float* gradient = context.buffer(4, count * length).data();
      for (Index i = 0; i < context.batch; ++i) {
        if (mine * others == 1) {
          const float factor = context.output_gradient.data[i];
          for (Index p = i * length; p < (i + 1) * length; ++p) gradient[p] = factor * rows[1 - k][p];
          continue;
        }
        kernels::gemm({.m = mine,
                       .n = length,
                       .k = others,
                       .a = context.output_gradient.data + i * mine * others,
                       .lda = sides_[1].count(),
                       .transpose_a = k == 1,
                       .b = rows[1 - k] + i * others * length,
                       .ldb = length,
                       .c = gradient + i * mine * length,
                       .ldc = length});
      }
      if (options_.normalize) {
        normalize_rows_gradient(rows[k], context.buffer(2 + k, count).data(), gradient, count, length, dot_epsilon,
                                gradient);
      }
      sides_[k].scatter(gradient, context.batch, dx.data);
    }
  }

  std::pair<std::size_t, std::size_t> input_count() const override { return {2, 2}; }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  std::array<float*, 2> rows_of(Context& context) const {
    std::array<float*, 2> rows;
    for (std::size_t k = 0; k < 2; ++k) rows[k] = context.buffer(k, context.inputs[k].value.size()).data();
    return rows;
  }

  DotOptions options_;
  std::array<AxisRows, 2> sides_;
};

}  // namespace

const LayerInfo& layer_dot() {
  static const LayerInfo info{.name = "dot",
                              .summary = "products of two inputs along an axis of each",
                              .cites = "keras/src/layers/merging/dot.py",
                              .options = option_table<DotOptions>(),
                              .make = &make_with<Layer, DotLayer, DotOptions>};
  return info;
}

}  // namespace vernier::nn
