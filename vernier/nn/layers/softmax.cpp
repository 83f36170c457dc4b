#include "vernier/nn/layers/softmax.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/axis_rows.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

constexpr float masked_logit = -1e9F;

/// Works on rows along the axis; where the axis is not the last one they are gathered first.
class SoftmaxLayer final : public Layer {
 public:
  explicit SoftmaxLayer(const SoftmaxOptions& options) : option_(options.axis) {}

  Shape build(std::span<const Shape> inputs) override {
    axis_ = AxisRows::along(sample_axis(option_, inputs[0]), inputs[0]);
    return inputs[0];
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const ConstView mask = context.inputs[0].mask;
    const View y = context.output;
    std::copy_n(x.data, x.size(), y.data);
    for_each_masked(mask, x, [&](Index first, Index count) { std::fill_n(y.data + first, count, masked_logit); });
    float* rows = axis_.inner == 1 ? y.data : context.buffer(0, x.size()).data();
    if (axis_.inner != 1) axis_.gather(y.data, context.batch, rows);
    kernels::softmax_rows(rows, x.size() / axis_.length, axis_.length, rows);
    if (axis_.inner != 1) axis_.scatter(rows, context.batch, y.data);
    for_each_masked(mask, x, [&](Index first, Index count) { std::fill_n(y.data + first, count, 0.0F); });
  }

  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    // where y is 0, as at masked steps, the gradient is 0 too
    const float* y = context.output.data;
    const float* dy = context.output_gradient.data;
    if (axis_.inner == 1) {
      kernels::softmax_gradient_rows(y, dy, dx.size() / axis_.length, axis_.length, dx.data);
      return;
    }
    float* y_rows = context.buffer(0, dx.size()).data();
    float* dy_rows = context.buffer(1, dx.size()).data();
    axis_.gather(y, context.batch, y_rows);
    axis_.gather(dy, context.batch, dy_rows);
    kernels::softmax_gradient_rows(y_rows, dy_rows, dx.size() / axis_.length, axis_.length, dy_rows);
    axis_.scatter(dy_rows, context.batch, dx.data);
  }

 private:
  /// Calls visit(first, count) for the elements of each step that the mask leaves out.
  template <class Visit>
  static void for_each_masked(ConstView mask, ConstView x, Visit visit) {
    if (mask.data == nullptr || mask.size() == 0) return;
    const Index count = x.size() / mask.size();
    for (Index step = 0; step < mask.size(); ++step) {
      if (mask.data[step] == 0.0F) visit(step * count, count);
    }
  }
  Index option_;
  AxisRows axis_;
};

}  // namespace

const LayerInfo& layer_softmax() {
  static const LayerInfo info{.name = "softmax",
                              .summary = "e^x over its sum along an axis; masked steps get 0",
                              .cites = "keras/src/layers/activations/softmax.py",
                              .options = option_table<SoftmaxOptions>(),
                              .make = &make_with<Layer, SoftmaxLayer, SoftmaxOptions>};
  return info;
}

}  // namespace vernier::nn
