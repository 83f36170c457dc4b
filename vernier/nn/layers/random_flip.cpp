#include "vernier/nn/layers/random_flip.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {
namespace {

class RandomFlipLayer final : public Layer {
 public:
  explicit RandomFlipLayer(const RandomFlipOptions& options)
      : horizontal_(options.mode != "vertical"), vertical_(options.mode != "horizontal") {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 3, "(rows, columns, channels)");
    return inputs[0];
  }
  void forward(Context& context) const override { copy(context, context.inputs[0].value, context.output.data); }
  // mirroring is its own inverse
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) copy(context, context.output_gradient, dx.data);
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  void copy(const Context& context, ConstView images, float* to) const {
    const Shape& shape = images.shape;
    const Index rows = shape[1];
    const Index columns = shape[2];
    const Index channels = shape[3];
    const Index run = columns * channels;
    const float* from = images.data;
    Rng rng = context.rng;
    for (Index sample = 0; sample < shape[0]; ++sample, from += rows * run) {
      const bool flipped = context.training && rng.uniform() <= 0.5;
      for (Index row = 0; row < rows; ++row, to += run) {
        const float* line = from + (flipped && vertical_ ? rows - 1 - row : row) * run;
        if (!flipped || !horizontal_) {
          std::copy_n(line, run, to);
          continue;
        }
        for (Index column = 0; column < columns; ++column) {
          std::copy_n(line + (columns - 1 - column) * channels, channels, to + column * channels);
        }
      }
    }
  }

  bool horizontal_;
  bool vertical_;
};

}  // namespace

const LayerInfo& layer_random_flip() {
  static const LayerInfo info{.name = "random_flip",
                              .summary = "mirrors every image at random while training",
                              .cites = "keras/src/layers/preprocessing/image_preprocessing/random_flip.py",
                              .options = option_table<RandomFlipOptions>(),
                              .make = &make_with<Layer, RandomFlipLayer, RandomFlipOptions>};
  return info;
}

}  // namespace vernier::nn
