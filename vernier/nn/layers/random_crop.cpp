#include "vernier/nn/layers/random_crop.hpp"

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/borders.hpp"

namespace vernier::nn {
namespace {

class RandomCropLayer final : public Layer {
 public:
  explicit RandomCropLayer(const RandomCropOptions& options) : options_(options) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 3, "(rows, columns, channels)");
    rows_ = inputs[0][0];
    columns_ = inputs[0][1];
    if (options_.height > rows_ || options_.width > columns_) {
      throw InvalidArgument(fmt::format("a crop of {} by {} from samples of shape {}", options_.height, options_.width,
                                        to_string(inputs[0])),
                            fmt::format("at most {} by {}", rows_, columns_));
    }
    return {options_.height, options_.width, inputs[0][2]};
  }

  void forward(Context& context) const override {
    Rng rng = context.rng;
    for (Index sample = 0; sample < context.batch; ++sample) {
      const Borders part = draw_part(context, rng);
      part.extract(context.inputs[0].value.data + sample * part.outer_size(),
                   context.output.data + sample * part.inner_size());
    }
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    Rng rng = context.rng;  // the same parts again
    for (Index sample = 0; sample < context.batch; ++sample) {
      const Borders part = draw_part(context, rng);
      part.surround(context.output_gradient.data + sample * part.inner_size(), dx.data + sample * part.outer_size());
    }
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  Borders draw_part(const Context& context, Rng& rng) const {
    const auto before = [&](Index room) {
      return context.training ? static_cast<Index>(rng.below(static_cast<std::uint64_t>(room + 1))) : room / 2;
    };
    const Index top = before(rows_ - options_.height);
    const Index left = before(columns_ - options_.width);
    return {.rows = options_.height,
            .columns = options_.width,
            .channels = context.output.columns(),
            .top = top,
            .bottom = rows_ - options_.height - top,
            .left = left,
            .right = columns_ - options_.width - left};
  }

  RandomCropOptions options_;
  Index rows_ = 0;
  Index columns_ = 0;
};

}  // namespace

const LayerInfo& layer_random_crop() {
  static const LayerInfo info{.name = "random_crop",
                              .summary = "a part of every image: at a random place while training, else in the middle",
                              .cites = "keras/src/layers/preprocessing/image_preprocessing/random_crop.py",
                              .options = option_table<RandomCropOptions>(),
                              .make = &make_with<Layer, RandomCropLayer, RandomCropOptions>};
  return info;
}

}  // namespace vernier::nn
