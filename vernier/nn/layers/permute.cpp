#include "vernier/nn/layers/permute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {
namespace {

class PermuteLayer final : public Layer {
 public:
  explicit PermuteLayer(const PermuteOptions& options) : dims_(options.dims) {}

  Shape build(std::span<const Shape> inputs) override {
    const Shape& input = inputs[0];
    std::vector<Index> all(input.rank());
    std::iota(all.begin(), all.end(), Index{1});
    if (dims_.empty() || !std::is_permutation(dims_.begin(), dims_.end(), all.begin(), all.end())) {
      throw InvalidArgument(fmt::format("dims [{}] for samples of shape {}", fmt::join(dims_, ", "), to_string(input)),
                            fmt::format("each of 1 to {} once", input.rank()));
    }
    std::vector<Index> extents;
    for (const Index dim : dims_) {
      const auto axis = static_cast<std::size_t>(dim - 1);
      extents.push_back(input[axis]);
      strides_.push_back(product(input, axis + 1, input.rank()));
    }
    return Shape(std::span<const Index>(extents));
  }

  void forward(Context& context) const override {
    const float* x = context.inputs[0].value.data;
    float* y = context.output.data;
    for_each_run(context.output.shape, [&](Index from, Index to, Index count, Index stride) {
      for (Index i = 0; i < count; ++i) y[to + i] = x[from + i * stride];
    });
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    const float* dy = context.output_gradient.data;
    for_each_run(context.output.shape, [&](Index from, Index to, Index count, Index stride) {
      for (Index i = 0; i < count; ++i) dx.data[from + i * stride] = dy[to + i];
    });
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  /// The output, (batch, ...), run by run along its last axis: where a run begins in the input and in the output, its
  /// length, and how far apart its elements lie in the input.
  template <class Visit>
  void for_each_run(const Shape& output, Visit visit) const {
    const std::size_t last = strides_.size() - 1;
    const Index count = output[last + 1];
    const Index sample = product(output, 1, output.rank());
    if (count == 0) return;
    for (Index to = 0; to < output.size(); to += count) {
      Index from = to / sample * sample;
      Index rest = to % sample / count;
      for (std::size_t axis = last; axis-- > 0; rest /= output[axis + 1]) {
        from += rest % output[axis + 1] * strides_[axis];
      }
      visit(from, to, count, strides_[last]);
    }
  }

  std::vector<Index> dims_;
  std::vector<Index> strides_;  // of the input, one for each axis of the output
};

}  // namespace

const LayerInfo& layer_permute() {
  static const LayerInfo info{.name = "permute",
                              .summary = "the axes of a sample in another order",
                              .cites = "keras/src/layers/reshaping/permute.py",
                              .options = option_table<PermuteOptions>(),
                              .make = &make_with<Layer, PermuteLayer, PermuteOptions>};
  return info;
}

}  // namespace vernier::nn
