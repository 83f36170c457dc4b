#include "vernier/nn/layers/random_translation.hpp"

#include "vernier/nn/layers/support/affine_layer.hpp"

namespace vernier::nn {
namespace {

class RandomTranslationLayer final : public AffineLayer {
 public:
  explicit RandomTranslationLayer(const RandomTranslationOptions& options)
      : AffineLayer(sampling_of(options)),
        height_(range_of(options.height_factor, "height_factor")),
        width_(range_of(options.width_factor, "width_factor")) {}

 private:
  [[nodiscard]] AffineMap draw(Rng& rng) const override {
    const double down = height_.draw(rng) * static_cast<double>(image_.rows);
    return translation_map(down, width_.draw(rng) * static_cast<double>(image_.columns));
  }

  Range height_;
  Range width_;
};

}  // namespace

const LayerInfo& layer_random_translation() {
  static const LayerInfo info{.name = "random_translation",
                              .summary = "shifts every image by a random way while training",
                              .cites = "keras/src/layers/preprocessing/image_preprocessing/random_translation.py",
                              .options = option_table<RandomTranslationOptions>(),
                              .make = &make_with<Layer, RandomTranslationLayer, RandomTranslationOptions>};
  return info;
}

}  // namespace vernier::nn
