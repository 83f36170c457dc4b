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

}  // namespace vernier::kernels
