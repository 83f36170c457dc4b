#include "vernier/nn/layers/cropping1d.hpp"

#include "vernier/nn/layers/support/borders.hpp"

namespace vernier::nn {
namespace {

class Cropping1DLayer final : public BorderLayer {
 public:
  explicit Cropping1DLayer(const Cropping1DOptions& options)
      : BorderLayer(borders_of({{0}, options.cropping}, "cropping"), 1, false) {}
};

}  // namespace

const LayerInfo& layer_cropping1d() {
  static const LayerInfo info{.name = "cropping1d",
                              .summary = "cuts off the first and the last steps",
                              .cites = "keras/src/layers/reshaping/cropping1d.py",
                              .options = option_table<Cropping1DOptions>(),
                              .make = &make_with<Layer, Cropping1DLayer, Cropping1DOptions>};
  return info;
}

}  // namespace vernier::nn
