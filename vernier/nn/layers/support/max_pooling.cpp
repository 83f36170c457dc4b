#include "vernier/nn/layers/support/max_pooling.hpp"

#include <algorithm>

namespace vernier::nn {

void MaxPooling::forward(Context& context) const {
  const float* x = context.inputs[0].value.data;
  float* y = context.output.data;
  float* chosen = context.buffer(0, context.output.size()).data();  // which cell of its window each output is
  for_each_cell(context.batch, [&](Index window, Index cell, Index k, Index) {
    const float* from = x + cell;
    float* to = y + window;
    float* number = chosen + window;
    if (k == 0) {
      std::copy_n(from, channels_, to);
      std::fill_n(number, channels_, 0.0F);
      return;
    }
    const auto mine = static_cast<float>(k);
    for (Index c = 0; c < channels_; ++c) {
      const float best = to[c];
      const float value = from[c];
      const float old = number[c];
      const bool keeps = (best >= value) | (best != best);
      to[c] = keeps ? best : value;
      number[c] = keeps ? old : mine;
    }
  });
}

void MaxPooling::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  const float* dy = context.output_gradient.data;
  const float* chosen = context.buffer(0, context.output.size()).data();
  std::fill_n(dx.data, dx.size(), 0.0F);
  for_each_cell(context.batch, [&](Index window, Index cell, Index k, Index) {
    const auto mine = static_cast<float>(k);
    const float* from = dy + window;
    const float* number = chosen + window;
    float* to = dx.data + cell;
    for (Index c = 0; c < channels_; ++c) {
      const float gradient = from[c];
      to[c] += number[c] == mine ? gradient : 0.0F;
    }
  });
}

}  // namespace vernier::nn
