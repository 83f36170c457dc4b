#include "vernier/nn/layers/time_distributed.hpp"

#include <fmt/core.h>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/inner_layer.hpp"

namespace vernier::nn {
namespace {

class TimeDistributedLayer : public Layer {
 public:
  explicit TimeDistributedLayer(const TimeDistributedOptions& options) : options_(options), inner_(options.layer) {}

  Shape build(std::span<const Shape> inputs) override {
    if (inputs[0].rank() < 2) {
      throw InvalidArgument(fmt::format("samples of shape {}", to_string(inputs[0])), "(time, ...), two axes or more");
    }
    const std::string name = options_.layer.options.value("name", layers().get(options_.layer.name).name);
    output_ = inner_.build(inputs[0].without_front(), name, weights_);
    return output_.with_front(inputs[0][0]);
  }

  void forward(Context& context) const override {
    Context& child = context.child(0);
    const Shape sample = context.inputs[0].value.shape.without_front();
    child.batch = context.batch * sample[0];
    child.training = context.training;
    child.bfloat16 = context.bfloat16;
    child.rng = context.rng;
    child.output = {context.output.data, output_.with_front(child.batch)};
    Port port = folded(context, child.batch);
    child.inputs = std::span<Port>(&port, 1);
    inner_.forward(child, weights_);
  }

  void backward(Context& context) const override {
    Context& child = context.child(0);
    child.output_gradient = {context.output_gradient.data, output_.with_front(child.batch)};
    child.accumulate = context.accumulate;
    Port port = folded(context, child.batch);
    child.inputs = std::span<Port>(&port, 1);
    inner_.backward(child, weights_);
  }

 private:
  /// The steps as samples of their own; a mask of the steps says nothing to a layer of one.
  static Port folded(const Context& context, Index batch) {
    const Port& port = context.inputs[0];
    const Shape shape = port.value.shape.without_front().without_front().with_front(batch);
    return {.value = {port.value.data, shape}, .gradient = {port.gradient.data, shape}, .mask = {}};
  }

  TimeDistributedOptions options_;
  InnerLayer inner_;
  Shape output_;  // of one step
};

}  // namespace

const LayerInfo& layer_time_distributed() {
  static const LayerInfo info{.name = "time_distributed",
                              .summary = "a layer at every step of time",
                              .cites = "keras/src/layers/rnn/time_distributed.py",
                              .options = option_table<TimeDistributedOptions>(),
                              .make = &make_with<Layer, TimeDistributedLayer, TimeDistributedOptions>};
  return info;
}

}  // namespace vernier::nn
