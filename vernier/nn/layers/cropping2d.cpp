#include "vernier/nn/layers/cropping2d.hpp"

#include "vernier/nn/layers/support/borders.hpp"

namespace vernier::nn {
namespace {

class Cropping2DLayer final : public BorderLayer {
 public:
  explicit Cropping2DLayer(const Cropping2DOptions& options)
      : BorderLayer(borders_of(options.cropping, "cropping"), 2, false) {}
};

}  // namespace

const LayerInfo& layer_cropping2d() {
  static const LayerInfo info{.name = "cropping2d",
                              .summary = "cuts off the sides of an image",
                              .cites = "keras/src/layers/reshaping/cropping2d.py",
                              .options = option_table<Cropping2DOptions>(),
                              .make = &make_with<Layer, Cropping2DLayer, Cropping2DOptions>};
  return info;
}

}  // namespace vernier::nn
