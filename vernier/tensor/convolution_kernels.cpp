#include "vernier/tensor/convolution_kernels.hpp"

#include <algorithm>

#include "vernier/tensor/isa/table.hpp"
#include "vernier/tensor/team.hpp"

namespace vernier::kernels {

namespace {

Index outputs(const Patches& windows) { return windows.lines_out * windows.columns_out * windows.depth; }

Patches images_of(Patches patches, Index first, Index last) {
  if (patches.data != nullptr) patches.data += first * patches.image_step;
  patches.images = last - first;
  return patches;
}

/// Calls part(patches of some images, the first of them, member), dividing by images.
template <class Part>
void divide_images(const Patches& patches, double nanoseconds, const Part& part) {
  divide(patches.images, 1, nanoseconds, [&](Index first, Index last, std::size_t member) {
    part(images_of(patches, first, last), first, static_cast<Index>(member));
  });
}

double product_work(const Patches& patches, Index n) {
  return static_cast<double>(patches.rows()) * static_cast<double>(patches.size()) * static_cast<double>(n) *
         work::multiply_add;
}
double window_work(const Patches& windows) {
  return static_cast<double>(windows.rows()) * static_cast<double>(windows.size()) * work::cell;
}

Index patch_workspace_of_one(const Patches& patches) { return patches.size() * active_table().panel_columns; }
Index scatter_workspace_of_one(const Patches& patches, Index k) {
  const Index panel = active_table().panel_columns;
  return patches.lines * patches.taps * k * ((patches.depth + panel - 1) / panel * panel);
}

}  // namespace

void patch_product(const PatchProduct& call) {
  const Index places = call.patches.lines_out * call.patches.columns_out;
  divide_images(call.patches, product_work(call.patches, call.n), [&](const Patches& own, Index first, Index member) {
    PatchProduct part = call;
    part.patches = own;
    part.c += first * places * call.ldc;
    part.workspace += member * patch_workspace_of_one(call.patches);
    active_table().patch_product(part);
  });
}

// By lines of the window and panels of filters: each sums over all images.
void patch_gradient(const PatchGradient& call) {
  const Index panel = active_table().panel_columns;
  const Index panels = (call.n + panel - 1) / panel;
  const Index line_rows = call.patches.taps * call.patches.depth;
  divide(call.patches.lines * panels, 1, product_work(call.patches, call.n), [&](Index first, Index last, std::size_t) {
    if (first == 0 && last == call.patches.lines * panels) return active_table().patch_gradient(call);
    for (Index piece = first; piece < last; ++piece) {
      const Index line = piece / panels;
      const Index column = piece % panels * panel;
      PatchGradient part = call;
      part.patches.data += line * call.patches.line_step;
      part.patches.lines = 1;
      part.b += column;
      part.n = std::min(panel, call.n - column);
      part.c += line * line_rows * call.ldc + column;
      active_table().patch_gradient(part);
    }
  });
}

void patch_scatter(const PatchScatter& call) {
  const Patches& patches = call.patches;
  const Index places = patches.lines_out * patches.columns_out;
  divide(patches.images, 1, product_work(patches, call.k), [&](Index first, Index last, std::size_t member) {
    PatchScatter part = call;
    part.patches.images = last - first;
    part.image += first * patches.image_step;
    part.a += first * places * call.lda;
    part.workspace += static_cast<Index>(member) * scatter_workspace_of_one(patches, call.k);
    active_table().patch_scatter(part);
  });
}

Index patch_workspace(const Patches& patches) {
  return patch_workspace_of_one(patches) * static_cast<Index>(team_members());
}
Index scatter_workspace(const Patches& patches, Index k) {
  return scatter_workspace_of_one(patches, k) * static_cast<Index>(team_members());
}

void depthwise(const Depthwise& call, const float* bias, float* y) {
  divide_images(call.patches, window_work(call.patches), [&](const Patches& own, Index first, Index) {
    active_table().depthwise({own, call.multiplier, call.kernel}, bias, y + first * outputs(own) * call.multiplier);
  });
}
void depthwise_kernel_gradient(const Depthwise& call, const float* dy, float* dkernel, bool accumulate) {
  active_table().depthwise_kernel_gradient(call, dy, dkernel, accumulate);
}
void depthwise_input_gradient(const Depthwise& call, const float* dy, float* dx) {
  divide_images(call.patches, window_work(call.patches), [&](const Patches& own, Index first, Index) {
    active_table().depthwise_input_gradient({own, call.multiplier, call.kernel},
                                            dy + first * outputs(own) * call.multiplier, dx + first * own.image_step);
  });
}

void max_pooling(const Patches& windows, float* y, float* chosen) { active_table().max_pooling(windows, y, chosen); }
void max_pooling_gradient(const Patches& windows, const float* chosen, const float* dy, float* dx) {
  active_table().max_pooling_gradient(windows, chosen, dy, dx);
}
void average_pooling(const Patches& windows, float* y) { active_table().average_pooling(windows, y); }
void average_pooling_gradient(const Patches& windows, const float* dy, float* dx) {
  active_table().average_pooling_gradient(windows, dy, dx);
}

}  // namespace vernier::kernels
