#pragma once
// Products with the patches of images: what convolutions of any kind are made of. The patches are read where they lie
// in the image, so no matrix of them is ever written. For the instruction set that kernels.hpp chose; nothing
// allocates, and results are the same for any number of threads.
#include "vernier/tensor/kernels.hpp"

namespace vernier::kernels {

/// The matrix whose row (image, line, column) is the patch that a window of lines x taps cells, each of `depth`
/// adjacent numbers, covers at that place: rows() x size(). All steps are distances in floats within `data`.
struct Patches {
  const float* data = nullptr;
  Index images = 0;
  Index image_step = 0;
  Index lines_out = 0;  ///< places of the window, and how far apart
  Index line_out_step = 0;
  Index columns_out = 0;
  Index column_out_step = 0;
  Index lines = 0;  ///< cells of the window, and how far apart
  Index line_step = 0;
  Index taps = 0;
  Index tap_step = 0;
  Index depth = 0;

  [[nodiscard]] Index rows() const { return images * lines_out * columns_out; }
  [[nodiscard]] Index size() const { return lines * taps * depth; }
};

/// c = patches b, (rows, n) = (rows, size) (size, n).
struct PatchProduct {
  Patches patches;
  const float* b = nullptr;
  Index ldb = 0;
  Index n = 0;
  float* c = nullptr;
  Index ldc = 0;
  const float* bias = nullptr;  ///< n numbers that are added to every row
  Epilogue epilogue = Epilogue::none;
  float* workspace = nullptr;  ///< patch_workspace(patches) floats
};
void patch_product(const PatchProduct& call);

/// c = patches^T b, (size, n) = (size, rows) (rows, n).
struct PatchGradient {
  Patches patches;
  const float* b = nullptr;
  Index ldb = 0;
  Index n = 0;
  float* c = nullptr;
  Index ldc = 0;
  bool accumulate = false;  ///< c += instead of c =
};
void patch_gradient(const PatchGradient& call);

/// The way back: each patch of an image += its row of a b^T, (rows, size) = (rows, k) (size, k)^T, where patches
/// overlap one after another.
struct PatchScatter {
  Patches patches;         ///< their `data` is not read
  float* image = nullptr;  ///< laid out as it
  const float* a = nullptr;
  Index lda = 0;
  Index k = 0;
  const float* b = nullptr;
  Index ldb = 0;
  float* workspace = nullptr;  ///< scatter_workspace(patches, k) floats
};
void patch_scatter(const PatchScatter& call);

/// How large the workspaces must be.
[[nodiscard]] Index patch_workspace(const Patches& patches);
[[nodiscard]] Index scatter_workspace(const Patches& patches, Index k);

/// A window for each channel: y[row, c * multiplier + m] = sum over the cells of x[cell, c] kernel[cell, c, m] + bias;
/// `depth` of the patches is the number of channels, y and dy are contiguous.
struct Depthwise {
  Patches patches;
  Index multiplier = 1;
  const float* kernel = nullptr;  ///< (lines, taps, channels, multiplier)
};
void depthwise(const Depthwise& call, const float* bias, float* y);
/// The gradient of the kernel from that of y.
void depthwise_kernel_gradient(const Depthwise& call, const float* dy, float* dkernel, bool accumulate);
/// Adds the gradient of x to `dx`, laid out as the patches' data.
void depthwise_input_gradient(const Depthwise& call, const float* dy, float* dx);

// Pooling: the patches are the windows, channel by channel; y, dy and chosen are (rows, depth).

/// The largest cell of each window, the first of equal ones; a NaN stays one. `chosen`: which cell it is.
void max_pooling(const Patches& windows, float* y, float* chosen);
/// Adds to `dx`, laid out as the windows' data, which is not read.
void max_pooling_gradient(const Patches& windows, const float* chosen, const float* dy, float* dx);
/// The mean of the cells.
void average_pooling(const Patches& windows, float* y);
void average_pooling_gradient(const Patches& windows, const float* dy, float* dx);

}  // namespace vernier::kernels
