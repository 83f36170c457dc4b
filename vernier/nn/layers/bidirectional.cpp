#include "vernier/nn/layers/bidirectional.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/inner_layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

// The layer that reads backwards or forwards. One that returns sequences gives zeros where it is masked.
Component bidirectional_part(const Component& layer, bool backwards) {
  const LayerInfo& info = layers().get(layer.name);
  if (info.options.find("go_backwards") == nullptr) {
    throw InvalidArgument(fmt::format("layer '{}' in a bidirectional layer", layer.name),
                          "a recurrent layer: simple_rnn, lstm or gru");
  }
  if (layer.options.value("go_backwards", false)) {
    throw InvalidArgument("go_backwards of the layer in a bidirectional layer", "a layer that reads forwards",
                          "Leave it out: the layer is read both ways.");
  }
  Component part = layer;
  if (backwards) part.options["go_backwards"] = true;
  if (layer.options.value("return_sequences", false)) part.options["zero_output_for_mask"] = true;
  return part;
}

class BidirectionalLayer : public Layer {
 public:
  explicit BidirectionalLayer(const BidirectionalOptions& options)
      : options_(options),
        parts_{InnerLayer(bidirectional_part(options.layer, false)),
               InnerLayer(bidirectional_part(options.layer, true))},
        sequences_(options.layer.options.value("return_sequences", false)) {}

  Shape build(std::span<const Shape> inputs) override {
    const std::string name = options_.layer.options.value("name", layers().get(options_.layer.name).name);
    const Shape forward = parts_[0].build(inputs[0], "forward_" + name, weights_);
    (void)parts_[1].build(inputs[0], "backward_" + name, weights_);
    units_ = forward.back();
    const Index width = options_.merge_mode == "concat" ? 2 * units_ : units_;
    return sequences_ ? Shape{forward[0], width} : Shape{width};
  }

  void forward(Context& context) const override {
    for (std::size_t k = 0; k < parts_.size(); ++k) parts_[k].forward(prepared(context, k), weights_);
    const auto units = static_cast<std::size_t>(units_);
    for_rows(context, [&](const float* a, const float* b, Index row) {
      float* y = context.output.data + row * context.output.columns();
      std::copy_n(a, units, y);
      if (options_.merge_mode == "concat") {
        std::copy_n(b, units, y + units);
      } else if (options_.merge_mode == "mul") {
        kernels::multiply({y, units}, {b, units}, {y, units});
      } else {
        kernels::axpy(1.0F, {b, units}, {y, units});
      }
    });
    if (options_.merge_mode == "ave") scale(context.output.values());
  }

  void backward(Context& context) const override {
    Context& first = context.child(0);
    Context& second = context.child(1);
    const auto units = static_cast<std::size_t>(units_);
    const bool joined = options_.merge_mode == "concat";
    if (options_.merge_mode == "ave") scale(context.output_gradient.values());
    for_rows(context, [&](const float* a, const float* b, Index row) {
      const float* dy = context.output_gradient.data + row * context.output_gradient.columns();
      float* da = first.output_gradient.data + (a - first.output.data);
      float* db = second.output_gradient.data + (b - second.output.data);
      if (options_.merge_mode == "mul") {
        kernels::multiply({dy, units}, {b, units}, {da, units});
        kernels::multiply({dy, units}, {a, units}, {db, units});
      } else {
        std::copy_n(dy, units, da);
        std::copy_n(joined ? dy + units : dy, units, db);
      }
    });
    const View dx = context.inputs[0].gradient;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      Port port = context.inputs[0];
      if (k == 1 && dx.data != nullptr) port.gradient.data = context.buffer(4, dx.size()).data();
      context.child(k).inputs = std::span<Port>(&port, 1);
      context.child(k).accumulate = context.accumulate;
      parts_[k].backward(context.child(k), weights_);
      if (k == 1 && dx.data != nullptr) kernels::axpy(1.0F, port.gradient.values(), dx.values());
    }
  }

  MaskRole mask_role() const override { return sequences_ ? MaskRole::passes : MaskRole::ends; }

 private:
  // Buffers: output and its gradient of each part, then the second part's gradient to the input.
  Context& prepared(Context& context, std::size_t k) const {
    Context& child = context.child(k);
    const Index rows = sequences_ ? context.output.rows() : context.batch;
    const Shape shape = sequences_ ? Shape{context.batch, rows / context.batch, units_} : Shape{context.batch, units_};
    child.batch = context.batch;
    child.training = context.training;
    child.rng = context.rng.split(k);
    child.inputs = context.inputs.first(1);
    child.output = {context.buffer(2 * k, rows * units_).data(), shape};
    child.output_gradient = {context.buffer(2 * k + 1, rows * units_).data(), shape};
    return child;
  }

  /// function(row of the first part, row of the second part for the same time, row of the output)
  template <class Function>
  void for_rows(Context& context, Function function) const {
    const Index steps = sequences_ ? context.output.shape[1] : 1;
    const float* a = context.child(0).output.data;
    const float* b = context.child(1).output.data;
    for (Index row = 0; row < context.batch * steps; ++row) {
      const Index mirrored = row / steps * steps + (steps - 1 - row % steps);
      function(a + row * units_, b + mirrored * units_, row);
    }
  }

  static void scale(std::span<float> values) {
    for (float& value : values) value *= 0.5F;
  }

  BidirectionalOptions options_;
  std::array<InnerLayer, 2> parts_;
  bool sequences_;
  Index units_ = 0;
};

}  // namespace

const LayerInfo& layer_bidirectional() {
  static const LayerInfo info{.name = "bidirectional",
                              .summary = "a recurrent layer from both ends",
                              .cites = "Schuster, Paliwal 1997; keras/src/layers/rnn/bidirectional.py",
                              .options = option_table<BidirectionalOptions>(),
                              .make = &make_with<Layer, BidirectionalLayer, BidirectionalOptions>};
  return info;
}

}  // namespace vernier::nn
