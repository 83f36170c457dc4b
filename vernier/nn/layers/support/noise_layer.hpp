#pragma once
// What the layers that disturb their input while training share.
#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

/// Adds numbers to its input, or multiplies it with some, that are drawn anew in every training step; the identity
/// otherwise. A derived class draws them.
class NoiseLayer : public Layer {
 public:
  explicit NoiseLayer(bool active) : active_(active) {}
  Shape build(std::span<const Shape> inputs) override { return inputs[0]; }
  void forward(Context& context) const final;
  void backward(Context& context) const final;

 protected:
  /// y from x; `factors` has one number an element, which backward multiplies with.
  virtual void disturb(Context& context, std::span<float> factors) const = 0;

 private:
  bool active_;
};

/// Factors of dropout: 0 for a share `rate` of them, 1 / (1 - rate) for the others.
void draw_dropout(const Rng& rng, double rate, std::span<float> factors);
/// Throws InvalidArgument for the rate 1, at which nothing would be left to scale up.
[[nodiscard]] double rate_below_one(double rate);

}  // namespace vernier::nn
