#include "vernier/nn/layers/random_zoom.hpp"

#include "vernier/nn/layers/support/affine_layer.hpp"

namespace vernier::nn {
namespace {

class RandomZoomLayer final : public AffineLayer {
 public:
  explicit RandomZoomLayer(const RandomZoomOptions& options)
      : AffineLayer(sampling_of(options)), height_(range_of(options.height_factor, "height_factor")) {
    if (options.width_factor) width_ = range_of(*options.width_factor, "width_factor");
  }

 private:
  [[nodiscard]] AffineMap draw(Rng& rng) const override {
    const double height = 1 + height_.draw(rng);
    const double width = width_ ? 1 + width_->draw(rng) : height;
    return zoom_map(height, width, image_.rows, image_.columns);
  }

  Range height_;
  std::optional<Range> width_;
};

}  // namespace

const LayerInfo& layer_random_zoom() {
  static const LayerInfo info{.name = "random_zoom",
                              .summary = "zooms every image by a random factor while training",
                              .cites = "keras/src/layers/preprocessing/image_preprocessing/random_zoom.py",
                              .options = option_table<RandomZoomOptions>(),
                              .make = &make_with<Layer, RandomZoomLayer, RandomZoomOptions>};
  return info;
}

}  // namespace vernier::nn
