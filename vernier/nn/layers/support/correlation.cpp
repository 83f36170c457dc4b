#include "vernier/nn/layers/support/correlation.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/tensor/team.hpp"

namespace vernier::nn {
namespace {

/// Places of an image that stand `step` apart in another one of zeros, the first at `at`.
struct Placement {
  std::array<Index, 2> extent{};  // of the image
  std::array<Index, 2> into{};    // of the zeros around and between
  std::array<Index, 2> at{};
  std::array<Index, 2> step{1, 1};
};

void place_image(const float* from, Index channels, const Placement& to, float* into) {
  for (Index line = 0; line < to.extent[0]; ++line, from += to.extent[1] * channels) {
    float* row = into + ((to.at[0] + line * to.step[0]) * to.into[1] + to.at[1]) * channels;
    if (to.step[1] == 1) {
      std::copy_n(from, to.extent[1] * channels, row);
      continue;
    }
    for (Index column = 0; column < to.extent[1]; ++column) {
      std::copy_n(from + column * channels, channels, row + column * to.step[1] * channels);
    }
  }
}

void place_images(const float* from, Index samples, Index channels, const Placement& to, float* into) {
  const Index size = to.extent[0] * to.extent[1] * channels;
  const Index placed = to.into[0] * to.into[1] * channels;
  divide(samples, 1, static_cast<double>(samples * size) * work::element, [&](Index first, Index last, std::size_t) {
    for (Index n = first; n < last; ++n) place_image(from + n * size, channels, to, into + n * placed);
  });
}

}  // namespace

// Source: the padding rule of keras/src/backend/common/backend_utils.py, Keras 3.15.
WindowAxis transposed_axis(Index in, Index window, Index stride, Index dilation, const std::string& padding,
                           std::optional<Index> output_padding) {
  WindowAxis axis{.narrow = in, .window = window, .stride = stride, .dilation = dilation};
  const Index reach = axis.reach();
  Index left = reach - 1;
  Index right = reach - 1;
  if (padding == "valid") {
    right += output_padding.value_or(std::max(reach, stride) - reach);
  } else {
    const Index both = output_padding ? reach + reach % 2 - 2 + *output_padding : stride + reach - 2;
    left = std::min(both / 2 + both % 2, reach - 1);
    right = both - left;
  }
  axis.wide = (in - 1) * stride + 1 + left + right - reach + 1;
  axis.before = reach - 1 - left;
  return axis;
}

kernels::Patches Correlation::patches(const Context& context, const float* padded, Index depth) const {
  const Index column = wide_channels;
  const Index line = axes[1].padded() * column;
  return {.data = padded,
          .images = context.batch,
          .image_step = axes[0].padded() * line,
          .lines_out = axes[0].narrow,
          .line_out_step = axes[0].stride * line,
          .columns_out = axes[1].narrow,
          .column_out_step = axes[1].stride * column,
          .lines = axes[0].window,
          .line_step = axes[0].dilation * line,
          .taps = axes[1].window,
          .tap_step = axes[1].dilation * column,
          .depth = depth};
}

const float* Correlation::pad(Context& context, const float* wide) const {
  if (!has_zeros()) return wide;
  const Placement placement{.extent = {axes[0].wide, axes[1].wide},
                            .into = {axes[0].padded(), axes[1].padded()},
                            .at = {axes[0].before, axes[1].before}};
  // the zeros stay: every sample is written to the same places each time
  float* padded = context.buffer(0, context.batch * axes[0].padded() * axes[1].padded() * wide_channels).data();
  place_images(wide, context.batch, wide_channels, placement, padded);
  return padded;
}

const float* Correlation::padded(Context& context, const float* wide) const {
  return has_zeros() ? context.buffer(0, 0).data() : wide;
}

void Correlation::narrow(Context& context, const float* padded, const float* kernel, float* narrow,
                         const Finish& finish) const {
  const Index depth = wide_channels / groups;
  const Index width = narrow_channels / groups;
  kernels::Patches windows = patches(context, padded, depth);
  float* workspace = context.buffer(1, kernels::patch_workspace(windows)).data();
  for (Index group = 0; group < groups; ++group) {
    windows.data = padded + group * depth;
    kernels::patch_product({.patches = windows,
                            .b = kernel + group * width,
                            .ldb = narrow_channels,
                            .n = width,
                            .c = narrow + group * width,
                            .ldc = narrow_channels,
                            .bias = finish.bias == nullptr ? nullptr : finish.bias + group * width,
                            .epilogue = finish.epilogue,
                            .workspace = workspace});
  }
}

// The kernel of the way back: cells in reverse, (narrow, wide) channels of one group.
void Correlation::flip(const float* kernel, Index group, float* flipped) const {
  const Index depth = wide_channels / groups;
  const Index width = narrow_channels / groups;
  for (Index cell = cells(); cell-- > 0;) {
    const float* from = kernel + cell * depth * narrow_channels + group * width;
    for (Index f = 0; f < width; ++f) {
      for (Index c = 0; c < depth; ++c) *flipped++ = from[c * narrow_channels + f];
    }
  }
}

void Correlation::widen(Context& context, const float* narrow, const float* kernel, float* wide,
                        const Finish& finish) const {
  if (keeps_size()) {
    gather(context, narrow, kernel, wide, finish);
  } else {
    scatter(context, narrow, kernel, wide, finish);
  }
}

void Correlation::scatter(Context& context, const float* narrow, const float* kernel, float* wide,
                          const Finish& finish) const {
  const Index places = context.batch * axes[0].padded() * axes[1].padded();
  float* padded = has_zeros() ? context.buffer(2, places * wide_channels).data() : wide;
  for (Index place = 0; place < places && finish.bias != nullptr; ++place) {
    std::copy_n(finish.bias, wide_channels, padded + place * wide_channels);
  }
  if (finish.bias == nullptr) std::fill_n(padded, places * wide_channels, 0.0F);
  const Index depth = wide_channels / groups;
  const Index width = narrow_channels / groups;
  const kernels::Patches windows = patches(context, nullptr, depth);
  float* workspace = context.buffer(3, kernels::scatter_workspace(windows, width)).data();
  for (Index group = 0; group < groups; ++group) {
    kernels::patch_scatter({.patches = windows,
                            .image = padded + group * depth,
                            .a = narrow + group * width,
                            .lda = narrow_channels,
                            .k = width,
                            .b = kernel + group * width,
                            .ldb = narrow_channels,
                            .workspace = workspace});
  }
  if (has_zeros()) take_image(padded, context.batch, wide);
  const auto size = static_cast<std::size_t>(context.batch * wide_places() * wide_channels);
  if (finish.epilogue == kernels::Epilogue::relu) kernels::relu({wide, size}, {wide, size});
}

void Correlation::take_image(const float* padded, Index samples, float* wide) const {
  const Index line = axes[1].padded() * wide_channels;
  for (Index n = 0; n < samples; ++n, padded += axes[0].padded() * line) {
    for (Index row = 0; row < axes[0].wide; ++row) {
      const float* from = padded + (axes[0].before + row) * line + axes[1].before * wide_channels;
      wide = std::copy_n(from, axes[1].wide * wide_channels, wide);
    }
  }
}

void Correlation::gather(Context& context, const float* narrow, const float* kernel, float* wide,
                         const Finish& finish) const {
  Placement placement;
  for (std::size_t i = 0; i < 2; ++i) {
    placement.extent[i] = axes[i].narrow;
    placement.into[i] = axes[i].wide + axes[i].reach() - 1;
    placement.at[i] = axes[i].reach() - 1 - axes[i].before;
    placement.step[i] = axes[i].stride;
  }
  const float* placed = narrow;
  if (placement.into != placement.extent) {
    float* zeros = context.buffer(2, context.batch * placement.into[0] * placement.into[1] * narrow_channels).data();
    place_images(narrow, context.batch, narrow_channels, placement, zeros);
    placed = zeros;
  }
  const Index depth = wide_channels / groups;
  const Index width = narrow_channels / groups;
  const Index line = placement.into[1] * narrow_channels;
  kernels::Patches windows{.data = placed,
                           .images = context.batch,
                           .image_step = placement.into[0] * line,
                           .lines_out = axes[0].wide,
                           .line_out_step = line,
                           .columns_out = axes[1].wide,
                           .column_out_step = narrow_channels,
                           .lines = axes[0].window,
                           .line_step = axes[0].dilation * line,
                           .taps = axes[1].window,
                           .tap_step = axes[1].dilation * narrow_channels,
                           .depth = width};
  float* flipped = context.buffer(3, cells() * width * depth).data();
  float* workspace = context.buffer(4, kernels::patch_workspace(windows)).data();
  for (Index group = 0; group < groups; ++group) {
    flip(kernel, group, flipped);
    windows.data = placed + group * width;
    kernels::patch_product({.patches = windows,
                            .b = flipped,
                            .ldb = depth,
                            .n = depth,
                            .c = wide + group * depth,
                            .ldc = wide_channels,
                            .bias = finish.bias == nullptr ? nullptr : finish.bias + group * depth,
                            .epilogue = finish.epilogue,
                            .workspace = workspace});
  }
}

void Correlation::kernel_gradient(const Context& context, const float* padded, const float* narrow,
                                  float* dkernel) const {
  const Index depth = wide_channels / groups;
  const Index width = narrow_channels / groups;
  kernels::Patches windows = patches(context, padded, depth);
  for (Index group = 0; group < groups; ++group) {
    windows.data = padded + group * depth;
    kernels::patch_gradient({.patches = windows,
                             .b = narrow + group * width,
                             .ldb = narrow_channels,
                             .n = width,
                             .c = dkernel + group * width,
                             .ldc = narrow_channels,
                             .accumulate = context.accumulate});
  }
}

}  // namespace vernier::nn
