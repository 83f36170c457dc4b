#include "vernier/tensor/convolution_kernels.hpp"

#include "vernier/tensor/isa/table.hpp"

namespace vernier::kernels {

void patch_product(const PatchProduct& call) { active_table().patch_product(call); }
void patch_gradient(const PatchGradient& call) { active_table().patch_gradient(call); }
Index patch_workspace(const Patches& patches) { return patches.size() * active_table().panel_columns; }
void depthwise(const Depthwise& call, const float* bias, float* y) { active_table().depthwise(call, bias, y); }
void depthwise_kernel_gradient(const Depthwise& call, const float* dy, float* dkernel, bool accumulate) {
  active_table().depthwise_kernel_gradient(call, dy, dkernel, accumulate);
}
void depthwise_input_gradient(const Depthwise& call, const float* dy, float* dx) {
  active_table().depthwise_input_gradient(call, dy, dx);
}
void patch_scatter(const PatchScatter& call) { active_table().patch_scatter(call); }
Index scatter_workspace(const Patches& patches, Index k) {
  const Index panel = active_table().panel_columns;
  return patches.lines * patches.taps * k * ((patches.depth + panel - 1) / panel * panel);
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
