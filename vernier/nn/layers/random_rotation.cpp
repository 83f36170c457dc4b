#include "vernier/nn/layers/random_rotation.hpp"

#include "vernier/nn/layers/support/affine_layer.hpp"

namespace vernier::nn {
namespace {

class RandomRotationLayer final : public AffineLayer {
 public:
  explicit RandomRotationLayer(const RandomRotationOptions& options)
      : AffineLayer(sampling_of(options)), turns_(range_of(options.factor, "factor")) {}

 private:
  [[nodiscard]] AffineMap draw(Rng& rng) const override {
    return rotation_map(360.0 * turns_.draw(rng), image_.rows, image_.columns);
  }

  Range turns_;
};

}  // namespace

const LayerInfo& layer_random_rotation() {
  static const LayerInfo info{.name = "random_rotation",
                              .summary = "turns every image by a random angle while training",
                              .cites = "keras/src/layers/preprocessing/image_preprocessing/random_rotation.py",
                              .options = option_table<RandomRotationOptions>(),
                              .make = &make_with<Layer, RandomRotationLayer, RandomRotationOptions>};
  return info;
}

}  // namespace vernier::nn
