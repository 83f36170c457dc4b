#include "vernier/nn/layers/support/depthwise_layers.hpp"

#include <algorithm>

namespace vernier::nn {
namespace {

kernels::Depthwise depthwise_call(const Correlation& correlation, const Context& context, const float* padded,
                                  Index multiplier, const float* kernel) {
  return {correlation.patches(context, padded, correlation.wide_channels), multiplier, kernel};
}

/// dx of the windows: gathered on the padded image, whose edge is then cut off. Uses buffer 2.
void depthwise_dx(const Correlation& correlation, Context& context, const kernels::Depthwise& call, const float* dy,
                  float* dx) {
  const auto& [lines, columns] = correlation.axes;
  const Index channels = correlation.wide_channels;
  const Index size = lines.padded() * columns.padded() * channels;
  const std::span<float> wide = context.buffer(2, context.batch * size);
  std::fill_n(wide.begin(), context.batch * size, 0.0F);
  kernels::depthwise_input_gradient(call, dy, wide.data());
  const Index row = columns.wide * channels;
  for (Index n = 0; n < context.batch; ++n) {
    for (Index line = 0; line < lines.wide; ++line, dx += row) {
      const Index place = ((n * lines.padded() + lines.before + line) * columns.padded() + columns.before) * channels;
      std::copy_n(wide.data() + place, row, dx);
    }
  }
}

}  // namespace

DepthwiseConvolutionLayer::DepthwiseConvolutionLayer(std::size_t rank, const DepthwiseConvolutionOptions& options)
    : WindowLayer(rank, options.activation, options.activity_regularizer), options_(options) {}

Shape DepthwiseConvolutionLayer::build(std::span<const Shape> inputs) {
  const std::array<Index, 3> image = image_of(inputs[0]);
  lay_axes(image, options_, [&](std::size_t, Index in, Index window, Index stride, Index dilation) {
    return convolved_axis(in, window, stride, dilation, options_.padding);
  });
  correlation_.wide_channels = image[2];
  correlation_.narrow_channels = image[2] * options_.depth_multiplier;
  weights_.push_back({.name = "kernel",
                      .shape = kernel_shape(image[2], options_.depth_multiplier),
                      .initializer = options_.depthwise_initializer,
                      .regularizer = make_regularizer(options_.depthwise_regularizer)});
  add_bias(options_.use_bias, correlation_.narrow_channels, options_.bias_initializer, options_.bias_regularizer);
  return stage_.output_shape(narrow_shape(correlation_.narrow_channels));
}

void DepthwiseConvolutionLayer::forward(Context& context) const {
  const View z = stage_.linear(context, context.batch * correlation_.narrow_places(), correlation_.narrow_channels);
  const float* padded = correlation_.pad(context, context.inputs[0].value.data);
  kernels::depthwise(depthwise_call(correlation_, context, padded, options_.depth_multiplier, weights_[0].value.data),
                     bias(), z.data);
  if (stage_.epilogue() == kernels::Epilogue::relu) kernels::relu(z.values(), z.values());
  stage_.finish(context, z);
}

void DepthwiseConvolutionLayer::backward(Context& context) const {
  const View dz = stage_.backward(context, context.batch * correlation_.narrow_places(), correlation_.narrow_channels);
  const float* padded = correlation_.padded(context, context.inputs[0].value.data);
  const kernels::Depthwise call =
      depthwise_call(correlation_, context, padded, options_.depth_multiplier, weights_[0].value.data);
  if (float* gradient = weights_[0].gradient.data; gradient != nullptr) {
    kernels::depthwise_kernel_gradient(call, dz.data, gradient, context.accumulate);
  }
  bias_gradient(context, dz);
  if (const View dx = context.inputs[0].gradient; dx.data != nullptr) {
    depthwise_dx(correlation_, context, call, dz.data, dx.data);
  }
}

SeparableConvolutionLayer::SeparableConvolutionLayer(std::size_t rank, const SeparableConvolutionOptions& options)
    : WindowLayer(rank, options.activation, options.activity_regularizer), options_(options) {}

Shape SeparableConvolutionLayer::build(std::span<const Shape> inputs) {
  const std::array<Index, 3> image = image_of(inputs[0]);
  lay_axes(image, options_, [&](std::size_t, Index in, Index window, Index stride, Index dilation) {
    return convolved_axis(in, window, stride, dilation, options_.padding);
  });
  correlation_.wide_channels = image[2];
  correlation_.narrow_channels = options_.filters;
  weights_.push_back({.name = "depthwise_kernel",
                      .shape = kernel_shape(image[2], options_.depth_multiplier),
                      .initializer = options_.depthwise_initializer,
                      .regularizer = make_regularizer(options_.depthwise_regularizer)});
  weights_.push_back(
      {.name = "pointwise_kernel",
       .shape = rank_ == 1 ? Shape{1, mixed(), options_.filters} : Shape{1, 1, mixed(), options_.filters},
       .initializer = options_.pointwise_initializer,
       .regularizer = make_regularizer(options_.pointwise_regularizer)});
  add_bias(options_.use_bias, options_.filters, options_.bias_initializer, options_.bias_regularizer);
  return stage_.output_shape(narrow_shape(options_.filters));
}

void SeparableConvolutionLayer::forward(Context& context) const {
  const Index rows = context.batch * correlation_.narrow_places();
  const View z = stage_.linear(context, rows, options_.filters);
  const float* padded = correlation_.pad(context, context.inputs[0].value.data);
  const std::span<float> found = context.buffer(3, rows * mixed());
  kernels::depthwise(depthwise_call(correlation_, context, padded, options_.depth_multiplier, weights_[0].value.data),
                     nullptr, found.data());
  kernels::gemm({.m = rows,
                 .n = options_.filters,
                 .k = mixed(),
                 .a = found.data(),
                 .lda = mixed(),
                 .b = weights_[1].value.data,
                 .ldb = options_.filters,
                 .c = z.data,
                 .ldc = options_.filters,
                 .bias = bias(),
                 .epilogue = stage_.epilogue()});
  stage_.finish(context, z);
}

void SeparableConvolutionLayer::backward(Context& context) const {
  const Index rows = context.batch * correlation_.narrow_places();
  const View dz = stage_.backward(context, rows, options_.filters);
  const std::span<float> found = context.buffer(3, rows * mixed());
  if (float* gradient = weights_[1].gradient.data; gradient != nullptr) {
    kernels::gemm({.m = mixed(),
                   .n = options_.filters,
                   .k = rows,
                   .a = found.data(),
                   .lda = mixed(),
                   .transpose_a = true,
                   .b = dz.data,
                   .ldb = options_.filters,
                   .c = gradient,
                   .ldc = options_.filters,
                   .accumulate = context.accumulate});
  }
  bias_gradient(context, dz);
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr && weights_[0].gradient.data == nullptr) return;
  // from here on the buffer holds the gradient of what it held
  kernels::gemm({.m = rows,
                 .n = mixed(),
                 .k = options_.filters,
                 .a = dz.data,
                 .lda = options_.filters,
                 .b = weights_[1].value.data,
                 .ldb = options_.filters,
                 .transpose_b = true,
                 .c = found.data(),
                 .ldc = mixed()});
  const float* padded = correlation_.padded(context, context.inputs[0].value.data);
  const kernels::Depthwise call =
      depthwise_call(correlation_, context, padded, options_.depth_multiplier, weights_[0].value.data);
  if (float* gradient = weights_[0].gradient.data; gradient != nullptr) {
    kernels::depthwise_kernel_gradient(call, found.data(), gradient, context.accumulate);
  }
  if (dx.data != nullptr) depthwise_dx(correlation_, context, call, found.data(), dx.data);
}

}  // namespace vernier::nn
