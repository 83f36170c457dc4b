#include "vernier/nn/layers/zero_padding2d.hpp"

#include "vernier/nn/layers/support/borders.hpp"

namespace vernier::nn {
namespace {

class ZeroPadding2DLayer final : public BorderLayer {
 public:
  explicit ZeroPadding2DLayer(const ZeroPadding2DOptions& options)
      : BorderLayer(borders_of(options.padding, "padding"), 2, true) {}
};

}  // namespace

const LayerInfo& layer_zero_padding2d() {
  static const LayerInfo info{.name = "zero_padding2d",
                              .summary = "adds zeros around an image",
                              .cites = "keras/src/layers/reshaping/zero_padding2d.py",
                              .options = option_table<ZeroPadding2DOptions>(),
                              .make = &make_with<Layer, ZeroPadding2DLayer, ZeroPadding2DOptions>};
  return info;
}

}  // namespace vernier::nn
