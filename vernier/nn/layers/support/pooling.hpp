#pragma once
// The windows of pooling over (steps, channels) or (rows, columns, channels).
#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/pooling_options.hpp"
#include "vernier/nn/layers/support/window_axis.hpp"

namespace vernier::nn {

/// Steps are one row of columns.
class PoolingLayer : public Layer {
 public:
  PoolingLayer(PoolingOptions options, std::size_t axes) : options_(std::move(options)), axes_(axes) {}
  Shape build(std::span<const Shape> inputs) override;
  MaskRole mask_role() const override { return MaskRole::ends; }

 protected:
  /// Calls visit(window, cell, k, cells) for each cell that lies in a window: the offsets of the channels in the output
  /// and in the input, the cell's number in its window (0 is the first one, whatever is padded), and how many lie in
  /// it.
  template <class Visit>
  void for_each_cell(Index batch, Visit visit) const {
    Index window = 0;
    for (Index sample = 0; sample < batch; ++sample) {
      const Index image = sample * rows_.wide * columns_.wide;
      for (Index r = 0; r < rows_.narrow; ++r) {
        for (Index c = 0; c < columns_.narrow; ++c, window += channels_) {
          const Index left = first_place(columns_, c);
          const Index right = last_place(columns_, c);
          const Index cells = (last_place(rows_, r) - first_place(rows_, r)) * (right - left);
          Index k = 0;
          for (Index row = first_place(rows_, r); row < last_place(rows_, r); ++row) {
            for (Index column = left; column < right; ++column, ++k) {
              visit(window, (image + row * columns_.wide + column) * channels_, k, cells);
            }
          }
        }
      }
    }
  }

  Index channels_ = 0;

 private:
  /// The places [first, last) of an image that a window covers.
  static Index first_place(const WindowAxis& axis, Index window) {
    return std::max<Index>(window * axis.stride - axis.before, 0);
  }
  static Index last_place(const WindowAxis& axis, Index window) {
    return std::min(window * axis.stride - axis.before + axis.window, axis.wide);
  }

  PoolingOptions options_;
  std::size_t axes_;
  WindowAxis rows_;
  WindowAxis columns_;
};

/// A kind of pooling over so many axes, for the catalogue.
template <class Pooling, std::size_t axes>
class PoolingOver final : public Pooling {
 public:
  template <class Options>
  explicit PoolingOver(const Options& options) : Pooling(options, axes) {}
};

}  // namespace vernier::nn
