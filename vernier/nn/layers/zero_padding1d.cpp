#include "vernier/nn/layers/zero_padding1d.hpp"

#include "vernier/nn/layers/support/borders.hpp"

namespace vernier::nn {
namespace {

class ZeroPadding1DLayer final : public BorderLayer {
 public:
  explicit ZeroPadding1DLayer(const ZeroPadding1DOptions& options)
      : BorderLayer(borders_of({{0}, options.padding}, "padding"), 1, true) {}
};

}  // namespace

const LayerInfo& layer_zero_padding1d() {
  static const LayerInfo info{.name = "zero_padding1d",
                              .summary = "adds zeros before the first step and after the last",
                              .cites = "keras/src/layers/reshaping/zero_padding1d.py",
                              .options = option_table<ZeroPadding1DOptions>(),
                              .make = &make_with<Layer, ZeroPadding1DLayer, ZeroPadding1DOptions>};
  return info;
}

}  // namespace vernier::nn
