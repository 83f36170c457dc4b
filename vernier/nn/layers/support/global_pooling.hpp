#pragma once
// Pooling over all steps or all of an image, channel by channel.
#include "vernier/nn/layers/support/pooling.hpp"

namespace vernier::nn {

class GlobalPooling : public Layer {
 public:
  GlobalPooling(const GlobalPoolingOptions& options, std::size_t axes) : keepdims_(options.keepdims), axes_(axes) {}
  Shape build(std::span<const Shape> inputs) override;
  MaskRole mask_role() const override { return MaskRole::ends; }

 protected:
  Index cells_ = 0;
  Index channels_ = 0;

 private:
  bool keepdims_;
  std::size_t axes_;
};

/// Masked steps do not count. A sample without any step that counts is an InvalidArgument.
class GlobalAveragePooling : public GlobalPooling {
 public:
  using GlobalPooling::GlobalPooling;
  void forward(Context& context) const override;
  void backward(Context& context) const override;
};

/// As in JAX equal maxima share the gradient. A mask is not looked at.
class GlobalMaxPooling : public GlobalPooling {
 public:
  using GlobalPooling::GlobalPooling;
  void forward(Context& context) const override;
  void backward(Context& context) const override;
};

}  // namespace vernier::nn
