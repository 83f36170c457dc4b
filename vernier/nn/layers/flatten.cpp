#include "vernier/nn/layers/flatten.hpp"

#include "vernier/nn/layers/support/same_elements.hpp"

namespace vernier::nn {
namespace {

class FlattenLayer : public SameElementsLayer {
 public:
  Shape build(std::span<const Shape> inputs) override { return {inputs[0].size()}; }
};

}  // namespace

const LayerInfo& layer_flatten() {
  static const LayerInfo info{.name = "flatten",
                              .summary = "folds all axes of a sample into one",
                              .cites = "keras/src/layers/reshaping/flatten.py",
                              .options = option_table<FlattenOptions>(),
                              .make = &make_with<Layer, FlattenLayer, FlattenOptions>};
  return info;
}

}  // namespace vernier::nn
