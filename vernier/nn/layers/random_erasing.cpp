#include "vernier/nn/layers/random_erasing.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/initializers/support/draw.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/range.hpp"

namespace vernier::nn {
namespace {

class RandomErasingLayer final : public Layer {
 public:
  explicit RandomErasingLayer(const RandomErasingOptions& options)
      : probability_(range_of(options.factor, "factor", 0)),
        scale_(range_of(options.scale, "scale", 0)),
        bounds_(range_of(options.value_range, "value_range", 0)),
        fill_value_(options.fill_value) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 3, "(rows, columns, channels)");
    const auto channels = static_cast<std::size_t>(inputs[0][2]);
    if (fill_value_ && fill_value_->size() == 1) fill_value_->assign(channels, fill_value_->front());
    if (fill_value_ && fill_value_->size() != channels) {
      throw InvalidArgument(fmt::format("{} fill values for {} channels", fill_value_->size(), channels),
                            "one, or one a channel");
    }
    return inputs[0];
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    std::copy_n(x.data, x.size(), context.output.data);
    if (!context.training) return;
    NormalStream noise(context.rng.split("noise"));
    for_each_erased(context, [&](Index first, Index channels) {
      for (Index c = 0; c < channels; ++c) {
        const double value = fill_value_ ? (*fill_value_)[static_cast<std::size_t>(c)] : noise.next() * bounds_.high;
        context.output.data[first + c] = static_cast<float>(std::clamp(value, bounds_.low, bounds_.high));
      }
    });
  }

  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    std::copy_n(context.output_gradient.data, dx.size(), dx.data);
    if (!context.training) return;
    for_each_erased(context, [&](Index first, Index channels) { std::fill_n(dx.data + first, channels, 0.0F); });
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  struct Side {
    Index first;
    Index last;
  };
  /// The cells [first, last) of an axis: those at or behind a random place, and before its end.
  [[nodiscard]] Side draw_side(Rng& rng, Index extent) const {
    const double length = std::sqrt(scale_.draw(rng)) * static_cast<double>(extent);
    const double start = rng.uniform() * (static_cast<double>(extent) - length);
    return {static_cast<Index>(std::ceil(start)), static_cast<Index>(std::ceil(start + length))};
  }

  /// Calls visit(first, channels) for every cell that the call's random numbers erase.
  template <class Visit>
  void for_each_erased(const Context& context, Visit visit) const {
    const Shape& shape = context.output.shape;
    Rng rng = context.rng;
    for (Index sample = 0; sample < context.batch; ++sample) {
      const Side rows = draw_side(rng, shape[1]);
      const Side columns = draw_side(rng, shape[2]);
      if (rng.uniform() >= probability_.draw(rng)) continue;
      for (Index row = rows.first; row < rows.last; ++row) {
        for (Index column = columns.first; column < columns.last; ++column) {
          visit(((sample * shape[1] + row) * shape[2] + column) * shape[3], shape[3]);
        }
      }
    }
  }

  Range probability_;
  Range scale_;
  Range bounds_;
  std::optional<std::vector<double>> fill_value_;
};

}  // namespace

const LayerInfo& layer_random_erasing() {
  static const LayerInfo info{.name = "random_erasing",
                              .summary = "paints a random rectangle over images while training",
                              .cites =
                                  "Zhong et al., AAAI 2020; "
                                  "keras/src/layers/preprocessing/image_preprocessing/random_erasing.py",
                              .options = option_table<RandomErasingOptions>(),
                              .make = &make_with<Layer, RandomErasingLayer, RandomErasingOptions>};
  return info;
}

}  // namespace vernier::nn
