#include "vernier/nn/layers/support/average_pooling.hpp"

#include <algorithm>

namespace vernier::nn {

void AveragePooling::forward(Context& context) const {
  const float* x = context.inputs[0].value.data;
  float* y = context.output.data;
  std::fill_n(y, context.output.size(), 0.0F);
  for_each_cell(context.batch, [&](Index window, Index cell, Index, Index cells) {
    const float share = 1.0F / static_cast<float>(cells);
    const float* from = x + cell;
    float* to = y + window;
    for (Index c = 0; c < channels_; ++c) to[c] += share * from[c];
  });
}

void AveragePooling::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  const float* dy = context.output_gradient.data;
  std::fill_n(dx.data, dx.size(), 0.0F);
  for_each_cell(context.batch, [&](Index window, Index cell, Index, Index cells) {
    const float share = 1.0F / static_cast<float>(cells);
    const float* from = dy + window;
    float* to = dx.data + cell;
    for (Index c = 0; c < channels_; ++c) to[c] += share * from[c];
  });
}

}  // namespace vernier::nn
