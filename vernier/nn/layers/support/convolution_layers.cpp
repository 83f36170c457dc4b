#include "vernier/nn/layers/support/convolution_layers.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

std::array<Index, 3> WindowLayer::image_of(const Shape& input) const {
  if (input.rank() != rank_ + 1) {
    throw InvalidArgument(fmt::format("samples of shape {}", to_string(input)),
                          rank_ == 1 ? "(steps, channels)" : "(lines, columns, channels)",
                          "A reshape layer before it adds an axis of channels.");
  }
  return rank_ == 1 ? std::array<Index, 3>{1, input[0], input[1]} : std::array<Index, 3>{input[0], input[1], input[2]};
}

Shape WindowLayer::kernel_shape(Index inner, Index outer) const {
  const auto& axes = correlation_.axes;
  return rank_ == 1 ? Shape{axes[1].window, inner, outer} : Shape{axes[0].window, axes[1].window, inner, outer};
}
Shape WindowLayer::wide_shape(Index channels) const {
  const auto& axes = correlation_.axes;
  return rank_ == 1 ? Shape{axes[1].wide, channels} : Shape{axes[0].wide, axes[1].wide, channels};
}
Shape WindowLayer::narrow_shape(Index channels) const {
  const auto& axes = correlation_.axes;
  return rank_ == 1 ? Shape{axes[1].narrow, channels} : Shape{axes[0].narrow, axes[1].narrow, channels};
}

void WindowLayer::add_bias(bool use_bias, Index size, const Component& initializer, const Component& regularizer) {
  has_bias_ = use_bias;
  if (!use_bias) return;
  weights_.push_back(
      {.name = "bias", .shape = {size}, .initializer = initializer, .regularizer = make_regularizer(regularizer)});
}

void WindowLayer::bias_gradient(const Context& context, const View& dz) const {
  if (!has_bias_ || weights_.back().gradient.data == nullptr) return;
  kernels::column_sums(dz.data, dz.rows(), dz.columns(), weights_.back().gradient.data, context.accumulate);
}

ConvolutionLayer::ConvolutionLayer(std::size_t rank, const ConvolutionOptions& options)
    : WindowLayer(rank, options.activation, options.activity_regularizer), options_(options) {
  if (rank != 1 && options.padding == "causal") {
    throw InvalidArgument("padding is causal", "valid or same: only a sequence has a before and an after");
  }
}

Shape ConvolutionLayer::build(std::span<const Shape> inputs) {
  const std::array<Index, 3> image = image_of(inputs[0]);
  lay_axes(image, options_, [&](std::size_t, Index in, Index window, Index stride, Index dilation) {
    return convolved_axis(in, window, stride, dilation, options_.padding);
  });
  correlation_.wide_channels = image[2];
  correlation_.narrow_channels = options_.filters;
  correlation_.groups = options_.groups;
  if (image[2] % options_.groups != 0 || options_.filters % options_.groups != 0) {
    throw InvalidArgument(
        fmt::format("{} groups of {} channels and {} filters", options_.groups, image[2], options_.filters),
        "a number of groups that divides both");
  }
  weights_.push_back({.name = "kernel",
                      .shape = kernel_shape(image[2] / options_.groups, options_.filters),
                      .initializer = options_.kernel_initializer,
                      .regularizer = make_regularizer(options_.kernel_regularizer)});
  add_bias(options_.use_bias, options_.filters, options_.bias_initializer, options_.bias_regularizer);
  return stage_.output_shape(narrow_shape(options_.filters));
}

void ConvolutionLayer::forward(Context& context) const {
  const View z = stage_.linear(context, context.batch * correlation_.narrow_places(), options_.filters);
  const float* padded = correlation_.pad(context, context.inputs[0].value.data);
  correlation_.narrow(context, padded, weights_[0].value.data, z.data, {bias(), stage_.epilogue()});
  stage_.finish(context, z);
}

void ConvolutionLayer::backward(Context& context) const {
  const View dz = stage_.backward(context, context.batch * correlation_.narrow_places(), options_.filters);
  if (const float* x = context.inputs[0].value.data; weights_[0].gradient.data != nullptr) {
    correlation_.kernel_gradient(context, correlation_.padded(context, x), dz.data, weights_[0].gradient.data);
  }
  bias_gradient(context, dz);
  if (const View dx = context.inputs[0].gradient; dx.data != nullptr) {
    correlation_.widen(context, dz.data, weights_[0].value.data, dx.data, {});
  }
}

ConvolutionTransposeLayer::ConvolutionTransposeLayer(std::size_t rank, const ConvolutionTransposeOptions& options)
    : WindowLayer(rank, options.activation, options.activity_regularizer), options_(options) {}

Shape ConvolutionTransposeLayer::build(std::span<const Shape> inputs) {
  const std::array<Index, 3> image = image_of(inputs[0]);
  std::optional<std::vector<Index>> extra;
  if (options_.output_padding) extra = per_axis(*options_.output_padding, rank_, "output_padding");
  lay_axes(image, options_, [&](std::size_t i, Index in, Index window, Index stride, Index dilation) {
    const std::optional<Index> own = extra ? std::optional<Index>((*extra)[i]) : std::nullopt;
    if (own && *own >= stride) {
      throw InvalidArgument(fmt::format("output_padding of {} with strides of {}", *own, stride),
                            "less than the strides");
    }
    return transposed_axis(in, window, stride, dilation, options_.padding, own);
  });
  correlation_.wide_channels = options_.filters;
  correlation_.narrow_channels = image[2];
  weights_.push_back({.name = "kernel",
                      .shape = kernel_shape(options_.filters, image[2]),
                      .initializer = options_.kernel_initializer,
                      .regularizer = make_regularizer(options_.kernel_regularizer)});
  add_bias(options_.use_bias, options_.filters, options_.bias_initializer, options_.bias_regularizer);
  return stage_.output_shape(wide_shape(options_.filters));
}

void ConvolutionTransposeLayer::forward(Context& context) const {
  const View z = stage_.linear(context, context.batch * correlation_.wide_places(), options_.filters);
  correlation_.widen(context, context.inputs[0].value.data, weights_[0].value.data, z.data,
                     {bias(), stage_.epilogue()});
  stage_.finish(context, z);
}

void ConvolutionTransposeLayer::backward(Context& context) const {
  const View dz = stage_.backward(context, context.batch * correlation_.wide_places(), options_.filters);
  const float* padded = correlation_.pad(context, dz.data);
  if (weights_[0].gradient.data != nullptr) {
    correlation_.kernel_gradient(context, padded, context.inputs[0].value.data, weights_[0].gradient.data);
  }
  bias_gradient(context, dz);
  if (const View dx = context.inputs[0].gradient; dx.data != nullptr) {
    correlation_.narrow(context, padded, weights_[0].value.data, dx.data, {});
  }
}

}  // namespace vernier::nn
