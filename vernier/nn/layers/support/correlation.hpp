#pragma once
// The three products of a convolution: from the wide side (an image) to the narrow side (what a sliding window finds in
// it), back, and to the gradient of the kernel. conv reads wide and writes narrow; conv_transpose the other way round.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/window_axis.hpp"
#include "vernier/tensor/convolution_kernels.hpp"

namespace vernier::nn {

/// The axis of a transposed convolution, whose input is the narrow side.
[[nodiscard]] WindowAxis transposed_axis(Index in, Index window, Index stride, Index dilation,
                                         const std::string& padding, std::optional<Index> output_padding);
/// Channels lie last: (samples, lines, columns, channels) on both sides; a sequence is an image of one line. The kernel
/// is (lines, columns, wide channels / groups, narrow channels). Immutable; buffers are those of the call.
class Correlation {
 public:
  std::array<WindowAxis, 2> axes{};  ///< lines, columns
  Index wide_channels = 1;
  Index narrow_channels = 1;
  Index groups = 1;

  struct Finish {
    const float* bias = nullptr;
    kernels::Epilogue epilogue = kernels::Epilogue::none;
  };
  [[nodiscard]] Index wide_places() const { return axes[0].wide * axes[1].wide; }
  [[nodiscard]] Index narrow_places() const { return axes[0].narrow * axes[1].narrow; }
  [[nodiscard]] Index cells() const { return axes[0].window * axes[1].window; }

  /// The wide side with its zeros: `wide` itself where it has none, else buffer 0.
  [[nodiscard]] const float* pad(Context& context, const float* wide) const;
  /// Where pad() put it.
  [[nodiscard]] const float* padded(Context& context, const float* wide) const;
  /// Buffer 1 is its workspace.
  void narrow(Context& context, const float* padded, const float* kernel, float* narrow, const Finish& finish) const;
  /// Uses the buffers 2 to 4.
  void widen(Context& context, const float* narrow, const float* kernel, float* wide, const Finish& finish) const;
  void kernel_gradient(const Context& context, const float* padded, const float* narrow, float* dkernel) const;
  /// The windows on the padded wide side, `depth` channels of it.
  [[nodiscard]] kernels::Patches patches(const Context& context, const float* padded, Index depth) const;

 private:
  /// Whether windows move by one place and there are as many of them as places on the wide side.
  [[nodiscard]] bool keeps_size() const {
    return axes[0].stride == 1 && axes[1].stride == 1 && narrow_places() == wide_places();
  }
  void gather(Context& context, const float* narrow, const float* kernel, float* wide, const Finish& finish) const;
  void scatter(Context& context, const float* narrow, const float* kernel, float* wide, const Finish& finish) const;
  void take_image(const float* padded, Index samples, float* wide) const;
  [[nodiscard]] bool has_zeros() const { return axes[0].padded() != axes[0].wide || axes[1].padded() != axes[1].wide; }
  void flip(const float* kernel, Index group, float* flipped) const;
};

}  // namespace vernier::nn
