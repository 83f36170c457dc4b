#include "vernier/nn/layers/support/max_pooling.hpp"

#include <algorithm>

namespace vernier::nn {

void MaxPooling::forward(Context& context) const {
  float* chosen = context.buffer(0, context.output.size()).data();  // which cell of its window each output is
  for_each_sample(context, [&](Index sample) {
    for_each_run(sample, [&](kernels::Patches windows, Index output, Index input) {
      windows.data = context.inputs[0].value.data + input;
      kernels::max_pooling(windows, context.output.data + output, chosen + output);
    });
  });
}

void MaxPooling::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  const float* chosen = context.buffer(0, context.output.size()).data();
  for_each_sample(context, [&](Index sample) {
    std::fill_n(dx.data + sample * sample_size(), sample_size(), 0.0F);
    for_each_run(sample, [&](const kernels::Patches& windows, Index output, Index input) {
      kernels::max_pooling_gradient(windows, chosen + output, context.output_gradient.data + output, dx.data + input);
    });
  });
}

}  // namespace vernier::nn
