#pragma once
// An activation function as a layer.
#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

class FunctionLayer : public Layer {
 public:
  explicit FunctionLayer(const Component& activation) : function_(make_activation(activation)) {}

  Shape build(std::span<const Shape> inputs) override;
  void forward(Context& context) const override;
  void backward(Context& context) const override;

 private:
  std::unique_ptr<Activation> function_;  // null: linear
};

}  // namespace vernier::nn
