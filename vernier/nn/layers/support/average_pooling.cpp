#include "vernier/nn/layers/support/average_pooling.hpp"

#include <algorithm>

namespace vernier::nn {

void AveragePooling::forward(Context& context) const {
  for_each_sample(context, [&](Index sample) {
    for_each_run(sample, [&](kernels::Patches windows, Index output, Index input) {
      windows.data = context.inputs[0].value.data + input;
      kernels::average_pooling(windows, context.output.data + output);
    });
  });
}

void AveragePooling::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  for_each_sample(context, [&](Index sample) {
    std::fill_n(dx.data + sample * sample_size(), sample_size(), 0.0F);
    for_each_run(sample, [&](const kernels::Patches& windows, Index output, Index input) {
      kernels::average_pooling_gradient(windows, context.output_gradient.data + output, dx.data + input);
    });
  });
}

}  // namespace vernier::nn
