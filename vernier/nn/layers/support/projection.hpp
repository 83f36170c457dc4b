#pragma once
// x kernel + bias, one of several in a layer.
#include <optional>
#include <vector>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

/// A kernel of any rank is taken as the matrix (features, width).
class Projection {
 public:
  /// Appends the kernel, and the bias where there is one.
  void place(std::vector<Weight>& weights, Weight kernel, Index width, std::optional<Weight> bias);

  [[nodiscard]] Index width() const { return width_; }
  /// to (rows, width) = x (rows, features) kernel + bias
  void forward(const std::vector<Weight>& weights, const float* x, Index rows, float* to) const;
  /// The gradients of the weights, and of x where dx is not null; that one is added to where `adds` says so.
  void backward(const std::vector<Weight>& weights, const float* x, Index rows, const float* dy, bool accumulate,
                float* dx, bool adds = false) const;

 private:
  std::size_t kernel_ = 0;
  bool biased_ = false;
  Index features_ = 0;
  Index width_ = 0;
};

}  // namespace vernier::nn
