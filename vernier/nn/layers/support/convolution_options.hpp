#pragma once
// What the convolutions are told. One number stands for all axes in kernel_size, strides and dilation_rate.
#include <optional>
#include <string>
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Of conv1d and conv2d. Weights: kernel (window..., channels / groups, filters), bias (filters).
struct ConvolutionOptions {
  Index filters = 1;
  std::vector<Index> kernel_size{1};
  std::vector<Index> strides{1};
  std::string padding = "valid";
  std::vector<Index> dilation_rate{1};
  Index groups = 1;
  Component activation{};
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component bias_regularizer{};
  Component activity_regularizer{};  ///< of the output, divided by the number of samples
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ConvolutionOptions>& field) {
    using Self = ConvolutionOptions;
    field("filters", &Self::filters, "how many outputs at each place").at_least(1).required();
    field("kernel_size", &Self::kernel_size, "cells of the window").at_least(1).required();
    field("strides", &Self::strides, "how far the window moves").at_least(1);
    field("padding", &Self::padding,
          "same: zeros around, so that strides alone make the output smaller; causal: zeros before")
        .one_of({"valid", "same", "causal"});
    field("dilation_rate", &Self::dilation_rate, "how far the cells of the window lie apart").at_least(1);
    field("groups", &Self::groups, "channels and filters in so many separate parts").at_least(1);
    field("activation", &Self::activation, "what follows; none: linear").of("activations");
    field("use_bias", &Self::use_bias, "whether a bias is added");
    field("kernel_initializer", &Self::kernel_initializer, "how the kernel begins").of("initializers");
    field("bias_initializer", &Self::bias_initializer, "how the bias begins").of("initializers");
    field("kernel_regularizer", &Self::kernel_regularizer, "penalty on the kernel").of("regularizers");
    field("bias_regularizer", &Self::bias_regularizer, "penalty on the bias").of("regularizers");
    field("activity_regularizer", &Self::activity_regularizer, "penalty on the output").of("regularizers");
    describe_layer_options(field);
  }
};

/// Of conv1d_transpose and conv2d_transpose. Weights: kernel (window..., filters, channels), bias (filters).
struct ConvolutionTransposeOptions {
  Index filters = 1;
  std::vector<Index> kernel_size{1};
  std::vector<Index> strides{1};
  std::string padding = "valid";
  std::optional<std::vector<Index>> output_padding{};  ///< none: the output of "same" is the input times the strides
  std::vector<Index> dilation_rate{1};
  Component activation{};
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component bias_regularizer{};
  Component activity_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ConvolutionTransposeOptions>& field) {
    using Self = ConvolutionTransposeOptions;
    field("filters", &Self::filters, "how many outputs at each place").at_least(1).required();
    field("kernel_size", &Self::kernel_size, "cells of the window").at_least(1).required();
    field("strides", &Self::strides, "how far the places of the input lie apart in the output").at_least(1);
    field("padding", &Self::padding, "what is cut off the output's edges").one_of({"valid", "same"});
    field("output_padding", &Self::output_padding, "places added at the output's end; none: as many as fit")
        .at_least(0);
    field("dilation_rate", &Self::dilation_rate, "how far the cells of the window lie apart").at_least(1);
    field("activation", &Self::activation, "what follows; none: linear").of("activations");
    field("use_bias", &Self::use_bias, "whether a bias is added");
    field("kernel_initializer", &Self::kernel_initializer, "how the kernel begins").of("initializers");
    field("bias_initializer", &Self::bias_initializer, "how the bias begins").of("initializers");
    field("kernel_regularizer", &Self::kernel_regularizer, "penalty on the kernel").of("regularizers");
    field("bias_regularizer", &Self::bias_regularizer, "penalty on the bias").of("regularizers");
    field("activity_regularizer", &Self::activity_regularizer, "penalty on the output").of("regularizers");
    describe_layer_options(field);
  }
};

/// Of depthwise_conv1d and depthwise_conv2d. Weights: kernel (window..., channels, depth_multiplier), bias (channels
/// times depth_multiplier).
struct DepthwiseConvolutionOptions {
  std::vector<Index> kernel_size{1};
  std::vector<Index> strides{1};
  std::string padding = "valid";
  Index depth_multiplier = 1;
  std::vector<Index> dilation_rate{1};
  Component activation{};
  bool use_bias = true;
  Component depthwise_initializer = "glorot_uniform";
  Component bias_initializer = "zeros";
  Component depthwise_regularizer{};
  Component bias_regularizer{};
  Component activity_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<DepthwiseConvolutionOptions>& field) {
    using Self = DepthwiseConvolutionOptions;
    field("kernel_size", &Self::kernel_size, "cells of the window").at_least(1).required();
    field("strides", &Self::strides, "how far the window moves").at_least(1);
    field("padding", &Self::padding, "same: zeros around").one_of({"valid", "same"});
    field("depth_multiplier", &Self::depth_multiplier, "how many outputs each channel has").at_least(1);
    field("dilation_rate", &Self::dilation_rate, "how far the cells of the window lie apart").at_least(1);
    field("activation", &Self::activation, "what follows; none: linear").of("activations");
    field("use_bias", &Self::use_bias, "whether a bias is added");
    field("depthwise_initializer", &Self::depthwise_initializer, "how the kernel begins").of("initializers");
    field("bias_initializer", &Self::bias_initializer, "how the bias begins").of("initializers");
    field("depthwise_regularizer", &Self::depthwise_regularizer, "penalty on the kernel").of("regularizers");
    field("bias_regularizer", &Self::bias_regularizer, "penalty on the bias").of("regularizers");
    field("activity_regularizer", &Self::activity_regularizer, "penalty on the output").of("regularizers");
    describe_layer_options(field);
  }
};

/// Of separable_conv1d and separable_conv2d. Weights: depthwise_kernel (window..., channels, depth_multiplier),
/// pointwise_kernel (1..., channels times depth_multiplier, filters), bias (filters).
struct SeparableConvolutionOptions {
  Index filters = 1;
  std::vector<Index> kernel_size{1};
  std::vector<Index> strides{1};
  std::string padding = "valid";
  std::vector<Index> dilation_rate{1};
  Index depth_multiplier = 1;
  Component activation{};
  bool use_bias = true;
  Component depthwise_initializer = "glorot_uniform";
  Component pointwise_initializer = "glorot_uniform";
  Component bias_initializer = "zeros";
  Component depthwise_regularizer{};
  Component pointwise_regularizer{};
  Component bias_regularizer{};
  Component activity_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<SeparableConvolutionOptions>& field) {
    using Self = SeparableConvolutionOptions;
    field("filters", &Self::filters, "how many outputs at each place").at_least(1).required();
    field("kernel_size", &Self::kernel_size, "cells of the window").at_least(1).required();
    field("strides", &Self::strides, "how far the window moves").at_least(1);
    field("padding", &Self::padding, "same: zeros around").one_of({"valid", "same"});
    field("dilation_rate", &Self::dilation_rate, "how far the cells of the window lie apart").at_least(1);
    field("depth_multiplier", &Self::depth_multiplier, "how many numbers each channel gives to the mixing").at_least(1);
    field("activation", &Self::activation, "what follows; none: linear").of("activations");
    field("use_bias", &Self::use_bias, "whether a bias is added");
    field("depthwise_initializer", &Self::depthwise_initializer, "how the kernel of the windows begins")
        .of("initializers");
    field("pointwise_initializer", &Self::pointwise_initializer, "how the kernel of the mixing begins")
        .of("initializers");
    field("bias_initializer", &Self::bias_initializer, "how the bias begins").of("initializers");
    field("depthwise_regularizer", &Self::depthwise_regularizer, "penalty on the kernel of the windows")
        .of("regularizers");
    field("pointwise_regularizer", &Self::pointwise_regularizer, "penalty on the kernel of the mixing")
        .of("regularizers");
    field("bias_regularizer", &Self::bias_regularizer, "penalty on the bias").of("regularizers");
    field("activity_regularizer", &Self::activity_regularizer, "penalty on the output").of("regularizers");
    describe_layer_options(field);
  }
};

}  // namespace vernier::nn
