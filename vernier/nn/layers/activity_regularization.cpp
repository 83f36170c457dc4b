#include "vernier/nn/layers/activity_regularization.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class ActivityRegularizationLayer final : public Layer {
 public:
  explicit ActivityRegularizationLayer(const ActivityRegularizationOptions& options)
      : penalty_(make_regularizer({"l1_l2", {{"l1", options.l1}, {"l2", options.l2}}})) {}

  Shape build(std::span<const Shape> inputs) override { return inputs[0]; }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    std::copy_n(x.data, x.size(), context.output.data);
    context.added_loss = penalty_->value(x) / static_cast<double>(context.batch);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    std::copy_n(context.output_gradient.data, dx.size(), dx.data);
    penalty_->add_gradient(context.output, 1.0F / static_cast<float>(context.batch), dx);
  }

 private:
  std::unique_ptr<Regularizer> penalty_;
};

}  // namespace

const LayerInfo& layer_activity_regularization() {
  static const LayerInfo info{.name = "activity_regularization",
                              .summary = "the identity, with a penalty on what passes",
                              .cites = "keras/src/layers/regularization/activity_regularization.py",
                              .options = option_table<ActivityRegularizationOptions>(),
                              .make = &make_with<Layer, ActivityRegularizationLayer, ActivityRegularizationOptions>};
  return info;
}

}  // namespace vernier::nn
