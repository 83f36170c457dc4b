#pragma once
// The mean of every window, channel by channel.
#include "vernier/nn/layers/support/pooling.hpp"

namespace vernier::nn {

/// Over the cells that there are: padded ones do not count.
class AveragePooling : public PoolingLayer {
 public:
  using PoolingLayer::PoolingLayer;
  void forward(Context& context) const override;
  void backward(Context& context) const override;
};

}  // namespace vernier::nn
