#include "vernier/nn/layers/concatenate.hpp"

#include <algorithm>
#include <vector>

#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/merge.hpp"

namespace vernier::nn {
namespace {

/// Along the steps masks are put one after another, an input without one counting throughout; along any other axis a
/// step counts where it does in one of the inputs.
class ConcatenateLayer final : public Layer {
 public:
  explicit ConcatenateLayer(const ConcatenateOptions& options) : option_(options.axis) {}

  Shape build(std::span<const Shape> inputs) override {
    axis_ = sample_axis(option_, inputs[0]);
    std::vector<Index> extents(inputs[0].extents().begin(), inputs[0].extents().end());
    extents[axis_] = 0;
    for (const Shape& input : inputs) {
      for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        if (input.rank() != extents.size() || (axis != axis_ && input[axis] != extents[axis])) {
          throw InvalidArgument(fmt::format("inputs of shapes {} and {}", to_string(inputs[0]), to_string(input)),
                                fmt::format("shapes that differ along axis {} alone", axis_ + 1));
        }
      }
      extents[axis_] += input[axis_];
      runs_.push_back(product(input, axis_, input.rank()));
    }
    outer_ = product(inputs[0], 0, axis_);
    return Shape(std::span<const Index>(extents));
  }

  void forward(Context& context) const override {
    float* y = context.output.data;
    for (Index i = 0; i < context.batch * outer_; ++i) {
      for (std::size_t k = 0; k < runs_.size(); ++k, y += runs_[k - 1]) {
        std::copy_n(context.inputs[k].value.data + i * runs_[k], runs_[k], y);
      }
    }
    make_mask(context);
  }

  void backward(Context& context) const override {
    const float* dy = context.output_gradient.data;
    for (Index i = 0; i < context.batch * outer_; ++i) {
      for (std::size_t k = 0; k < runs_.size(); ++k, dy += runs_[k - 1]) {
        float* dx = context.inputs[k].gradient.data;
        if (dx != nullptr) std::copy_n(dy, runs_[k], dx + i * runs_[k]);
      }
    }
  }

  std::pair<std::size_t, std::size_t> input_count() const override { return {1, MergeLayer::max_inputs}; }
  MaskRole mask_role() const override { return MaskRole::makes; }

 private:
  void make_mask(Context& context) const {
    const bool any = std::any_of(context.inputs.begin(), context.inputs.end(),
                                 [](const Port& port) { return port.mask.data != nullptr; });
    if (!any) {
      context.output_mask.data = nullptr;
      return;
    }
    const View mask = context.output_mask;
    if (axis_ != 0) std::fill_n(mask.data, mask.size(), 0.0F);
    float* to = mask.data;
    for (Index sample = 0; sample < context.batch; ++sample) {
      for (const Port& port : context.inputs) {
        const Index steps = port.value.shape[1];
        const float* from = port.mask.data == nullptr ? nullptr : port.mask.data + sample * steps;
        for (Index t = 0; t < steps; ++t) {
          const float counts = from == nullptr ? 1.0F : from[t];
          to[t] = axis_ == 0 ? counts : std::max(to[t], counts);
        }
        if (axis_ == 0) to += steps;
      }
      if (axis_ != 0) to += mask.columns();
    }
  }

  Index option_;
  std::size_t axis_ = 0;  // of a sample
  Index outer_ = 1;
  std::vector<Index> runs_;  // of each input: the elements that lie together in the output
};

}  // namespace

const LayerInfo& layer_concatenate() {
  static const LayerInfo info{.name = "concatenate",
                              .summary = "its inputs one after another along an axis",
                              .cites = "keras/src/layers/merging/concatenate.py",
                              .options = option_table<ConcatenateOptions>(),
                              .make = &make_with<Layer, ConcatenateLayer, ConcatenateOptions>};
  return info;
}

}  // namespace vernier::nn
