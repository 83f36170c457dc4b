#pragma once
// The windows of pooling over (steps, channels) or (rows, columns, channels).
#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/pooling_options.hpp"
#include "vernier/nn/layers/support/window_axis.hpp"
#include "vernier/tensor/convolution_kernels.hpp"
#include "vernier/tensor/team.hpp"

namespace vernier::nn {

/// Steps are one row of columns.
class PoolingLayer : public Layer {
 public:
  PoolingLayer(PoolingOptions options, std::size_t axes) : options_(std::move(options)), axes_(axes) {}
  Shape build(std::span<const Shape> inputs) override;
  MaskRole mask_role() const override { return MaskRole::ends; }

 protected:
  /// Calls visit(sample) for every sample, on the team in use.
  template <class Visit>
  void for_each_sample(const Context& context, Visit visit) const {
    divide(context.batch, 1, static_cast<double>(context.batch * sample_size()) * work::cell,
           [&](Index first, Index last, std::size_t) {
             for (Index sample = first; sample < last; ++sample) visit(sample);
           });
  }

  /// Calls visit(windows, output, input) for all runs of a sample's windows that lie side by side and are cut alike by
  /// the edges: the offsets of the first one in the output and in the input.
  template <class Visit>
  void for_each_run(Index sample, Visit visit) const {
    Index output = sample * rows_.narrow * columns_.narrow * channels_;
    for (Index row = 0; row < rows_.narrow; ++row) {
      const Index top = sample * rows_.wide + first_place(rows_, row);
      for (Index c = 0; c < columns_.narrow;) {
        const Index left = first_place(columns_, c);
        const Index taps = last_place(columns_, c) - left;
        Index count = 1;
        while (taps == columns_.window && c + count < columns_.narrow &&
               last_place(columns_, c + count) - first_place(columns_, c + count) == taps) {
          ++count;
        }
        visit(kernels::Patches{.images = 1,
                               .lines_out = 1,
                               .columns_out = count,
                               .column_out_step = columns_.stride * channels_,
                               .lines = last_place(rows_, row) - first_place(rows_, row),
                               .line_step = columns_.wide * channels_,
                               .taps = taps,
                               .tap_step = channels_,
                               .depth = channels_},
              output, (top * columns_.wide + left) * channels_);
        c += count;
        output += count * channels_;
      }
    }
  }

  /// A sample of the input.
  [[nodiscard]] Index sample_size() const { return rows_.wide * columns_.wide * channels_; }

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
