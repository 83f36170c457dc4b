#include "vernier/nn/layers/reshape.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vernier/nn/layers/support/same_elements.hpp"

namespace vernier::nn {
namespace {

class ReshapeLayer : public SameElementsLayer {
 public:
  explicit ReshapeLayer(const ReshapeOptions& options) : target_(options.target_shape) {}

  Shape build(std::span<const Shape> inputs) override {
    const Index size = inputs[0].size();
    std::vector<Index> extents = target_;
    const auto open = std::find(extents.begin(), extents.end(), Index{-1});
    if (open != extents.end()) {
      *open = 1;
      const Index others = Shape(std::span<const Index>(extents)).size();
      *open = others > 0 ? size / others : 0;
    }
    const bool two_open = std::find(extents.begin(), extents.end(), Index{-1}) != extents.end();
    if (two_open || Shape(std::span<const Index>(extents)).size() != size) {
      throw InvalidArgument(fmt::format("a sample of shape {} as ({})", to_string(inputs[0]), fmt::join(target_, ", ")),
                            fmt::format("extents whose product is {}, at most one of them -1", size));
    }
    return Shape(std::span<const Index>(extents));
  }

 private:
  std::vector<Index> target_;
};

}  // namespace

const LayerInfo& layer_reshape() {
  static const LayerInfo info{.name = "reshape",
                              .summary = "the same elements under another shape",
                              .cites = "keras/src/layers/reshaping/reshape.py",
                              .options = option_table<ReshapeOptions>(),
                              .make = &make_with<Layer, ReshapeLayer, ReshapeOptions>};
  return info;
}

}  // namespace vernier::nn
