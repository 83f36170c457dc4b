#pragma once
// The largest cell of every window, channel by channel.
#include "vernier/nn/layers/support/pooling.hpp"

namespace vernier::nn {

/// The gradient goes to the first of equal cells, as in XLA's select_and_scatter. A NaN stays one.
class MaxPooling : public PoolingLayer {
 public:
  using PoolingLayer::PoolingLayer;
  void forward(Context& context) const override;
  void backward(Context& context) const override;
};

}  // namespace vernier::nn
