#pragma once
// The convolutions for one axis (sequences) and two (images). Source: keras/src/layers/convolutional, Keras 3.
#include "vernier/nn/layers/support/convolution_options.hpp"
#include "vernier/nn/layers/support/correlation.hpp"
#include "vernier/nn/layers/support/output_stage.hpp"

namespace vernier::nn {

/// What all of them share: an image of `rank` axes and channels, a bias, an output stage.
class WindowLayer : public Layer {
 protected:
  WindowLayer(std::size_t rank, const Component& activation, const Component& activity_regularizer)
      : rank_(rank), stage_(activation, activity_regularizer, 5) {}

  /// The extents of a sample with two axes; throws InvalidArgument for another rank.
  [[nodiscard]] std::array<Index, 3> image_of(const Shape& input) const;
  /// Fills the axes of `correlation_` by `make(extent, window, stride, dilation)`.
  template <class Options, class Make>
  void lay_axes(const std::array<Index, 3>& image, const Options& options, const Make& make) {
    const std::vector<Index> window = per_axis(options.kernel_size, rank_, "kernel_size");
    const std::vector<Index> stride = per_axis(options.strides, rank_, "strides");
    const std::vector<Index> dilation = per_axis(options.dilation_rate, rank_, "dilation_rate");
    for (std::size_t i = 0; i < rank_; ++i) {
      const std::size_t axis = i + 2 - rank_;  // a sequence is an image of one line
      correlation_.axes[axis] = make(i, image[axis], window[i], stride[i], dilation[i]);
    }
  }
  /// (window..., `inner`, `outer`)
  [[nodiscard]] Shape kernel_shape(Index inner, Index outer) const;
  [[nodiscard]] Shape wide_shape(Index channels) const;
  [[nodiscard]] Shape narrow_shape(Index channels) const;
  void add_bias(bool use_bias, Index size, const Component& initializer, const Component& regularizer);
  [[nodiscard]] const float* bias() const { return has_bias_ ? weights_.back().value.data : nullptr; }
  void bias_gradient(const Context& context, const View& dz) const;

  std::size_t rank_;
  Correlation correlation_;
  OutputStage stage_;

 private:
  bool has_bias_ = false;  // it is the last weight
};

class ConvolutionLayer final : public WindowLayer {
 public:
  ConvolutionLayer(std::size_t rank, const ConvolutionOptions& options);
  Shape build(std::span<const Shape> inputs) override;
  void forward(Context& context) const override;
  void backward(Context& context) const override;

 private:
  ConvolutionOptions options_;
};

class ConvolutionTransposeLayer final : public WindowLayer {
 public:
  ConvolutionTransposeLayer(std::size_t rank, const ConvolutionTransposeOptions& options);
  Shape build(std::span<const Shape> inputs) override;
  void forward(Context& context) const override;
  void backward(Context& context) const override;

 private:
  ConvolutionTransposeOptions options_;
};

/// A layer of the catalogue with its rank.
template <class Class, std::size_t rank, class Options>
[[nodiscard]] std::unique_ptr<Layer> make_of_rank(const Json& options) {
  return std::make_unique<Class>(rank, options_from_json<Options>(options, "options"));
}

}  // namespace vernier::nn
