#include "vernier/nn/layers/repeat_vector.hpp"

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/repetition.hpp"

namespace vernier::nn {
namespace {

class RepeatVectorLayer final : public Layer {
 public:
  explicit RepeatVectorLayer(const RepeatVectorOptions& options) : n_(options.n) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 1, "(features)");
    return {n_, inputs[0][0]};
  }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    repetition(x.rows(), x.columns()).repeat(x.data, context.output.data);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) repetition(dx.rows(), dx.columns()).sum(context.output_gradient.data, dx.data);
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  [[nodiscard]] Repetition repetition(Index samples, Index features) const {
    return {.rows = samples, .channels = features, .row_factor = n_};
  }

  Index n_;
};

}  // namespace

const LayerInfo& layer_repeat_vector() {
  static const LayerInfo info{.name = "repeat_vector",
                              .summary = "the same features at every one of n steps",
                              .cites = "keras/src/layers/reshaping/repeat_vector.py",
                              .options = option_table<RepeatVectorOptions>(),
                              .make = &make_with<Layer, RepeatVectorLayer, RepeatVectorOptions>};
  return info;
}

}  // namespace vernier::nn
