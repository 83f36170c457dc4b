#include "vernier/nn/layers/up_sampling2d.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/repetition.hpp"
#include "vernier/nn/layers/support/resize.hpp"

namespace vernier::nn {
namespace {

class UpSampling2DLayer final : public Layer {
 public:
  explicit UpSampling2DLayer(const UpSampling2DOptions& options) : options_(options) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 3, "(rows, columns, channels)");
    const std::vector<Index> size = per_axis(options_.size, 2, "size");
    repetition_ = {inputs[0][0], inputs[0][1], inputs[0][2], size[0], size[1]};
    const Shape output{inputs[0][0] * size[0], inputs[0][1] * size[1], inputs[0][2]};
    if (options_.interpolation == "bilinear") {
      rows_ = resize_taps(inputs[0][0], output[0]);
      columns_ = resize_taps(inputs[0][1], output[1]);
    }
    return output;
  }

  void forward(Context& context) const override {
    const Index from = context.inputs[0].value.size() / context.batch;
    const Index to = context.output.size() / context.batch;
    for (Index sample = 0; sample < context.batch; ++sample) {
      const float* x = context.inputs[0].value.data + sample * from;
      float* y = context.output.data + sample * to;
      if (rows_.empty()) {
        repetition_.repeat(x, y);
      } else {
        resize_image(rows_, columns_, repetition_.columns, repetition_.channels, x, y);
      }
    }
  }

  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    const Index from = dx.size() / context.batch;
    const Index to = context.output.size() / context.batch;
    for (Index sample = 0; sample < context.batch; ++sample) {
      const float* dy = context.output_gradient.data + sample * to;
      float* into = dx.data + sample * from;
      if (rows_.empty()) {
        repetition_.sum(dy, into);
      } else {
        std::fill_n(into, from, 0.0F);
        add_resize_gradient(rows_, columns_, repetition_.columns, repetition_.channels, dy, into);
      }
    }
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  UpSampling2DOptions options_;
  Repetition repetition_;
  std::vector<ResizeTap> rows_;  // bilinear only
  std::vector<ResizeTap> columns_;
};

}  // namespace

const LayerInfo& layer_up_sampling2d() {
  static const LayerInfo info{.name = "up_sampling2d",
                              .summary = "a larger image: cells repeated, or bilinear between them",
                              .cites = "keras/src/layers/reshaping/up_sampling2d.py",
                              .options = option_table<UpSampling2DOptions>(),
                              .make = &make_with<Layer, UpSampling2DLayer, UpSampling2DOptions>};
  return info;
}

}  // namespace vernier::nn
