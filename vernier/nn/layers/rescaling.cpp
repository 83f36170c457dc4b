#include "vernier/nn/layers/rescaling.hpp"

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class RescalingLayer : public Layer {
 public:
  explicit RescalingLayer(const RescalingOptions& options)
      : scale_(options.scale.begin(), options.scale.end()), offset_(options.offset.begin(), options.offset.end()) {}

  Shape build(std::span<const Shape> inputs) override {
    const auto features = static_cast<std::size_t>(inputs[0].back());
    for (std::vector<float>* values : {&scale_, &offset_}) {
      if (values->size() == 1) values->assign(features, (*values)[0]);
      if (values->size() != features) {
        throw InvalidArgument(fmt::format("{} numbers for {} features", values->size(), features),
                              "one number, or one a feature");
      }
    }
    return inputs[0];
  }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const std::size_t columns = scale_.size();
    const float* from = x.data;
    float* to = context.output.data;
    for (Index r = 0; r < x.rows(); ++r, from += columns, to += columns) {
      for (std::size_t c = 0; c < columns; ++c) to[c] = from[c] * scale_[c] + offset_[c];
    }
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    const std::size_t columns = scale_.size();
    const float* from = context.output_gradient.data;
    float* to = dx.data;
    for (Index r = 0; r < dx.rows(); ++r, from += columns, to += columns) {
      for (std::size_t c = 0; c < columns; ++c) to[c] = from[c] * scale_[c];
    }
  }

 private:
  std::vector<float> scale_;
  std::vector<float> offset_;
};

}  // namespace

const LayerInfo& layer_rescaling() {
  static const LayerInfo info{.name = "rescaling",
                              .summary = "x * scale + offset",
                              .cites = "keras/src/layers/preprocessing/rescaling.py",
                              .options = option_table<RescalingOptions>(),
                              .make = &make_with<Layer, RescalingLayer, RescalingOptions>};
  return info;
}

}  // namespace vernier::nn
