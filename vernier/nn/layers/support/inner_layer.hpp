#pragma once
// A layer inside another one.
#include <memory>
#include <string>
#include <vector>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

/// The wrapping layer owns the weights, named "<name>/kernel" and so on: the model lays them out and saves them as its
/// own. Before each call the inner layer is lent the views.
class InnerLayer {
 public:
  explicit InnerLayer(const Component& component);

  /// Builds it for samples of this shape and adds its weights to those of the wrapping layer.
  Shape build(const Shape& input, const std::string& name, std::vector<Weight>& weights);
  /// Calls it in a child context that holds input, output and, for backward, their gradients.
  void forward(Context& child, const std::vector<Weight>& weights) const;
  void backward(Context& child, const std::vector<Weight>& weights) const;

 private:
  void lend(const std::vector<Weight>& weights) const;

  std::unique_ptr<Layer> layer_;
  std::size_t first_ = 0;  // of its weights among those of the wrapping layer
};

}  // namespace vernier::nn
