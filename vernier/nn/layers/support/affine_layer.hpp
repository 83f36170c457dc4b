#pragma once
// What random_translation, random_rotation and random_zoom share.
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/affine.hpp"
#include "vernier/nn/layers/support/affine_options.hpp"
#include "vernier/nn/layers/support/range.hpp"

namespace vernier::nn {

/// Transforms each image of a training batch by a map of its own; the identity otherwise.
class AffineLayer : public Layer {
 public:
  explicit AffineLayer(ImageSampling sampling) : sampling_(sampling) {}
  Shape build(std::span<const Shape> inputs) final;
  void forward(Context& context) const final;
  void backward(Context& context) const final;
  MaskRole mask_role() const final { return MaskRole::ends; }

 protected:
  [[nodiscard]] virtual AffineMap draw(Rng& rng) const = 0;
  ImageShape image_;

 private:
  ImageSampling sampling_;
};

/// The sampling that an options struct with fill_mode, interpolation and fill_value asks for.
template <class Options>
[[nodiscard]] ImageSampling sampling_of(const Options& options) {
  return {fill_mode_of(options.fill_mode), options.interpolation == "bilinear", static_cast<float>(options.fill_value)};
}

}  // namespace vernier::nn
