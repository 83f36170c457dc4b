#pragma once
// What follows the linear part of dense and convolutional layers: an activation, and a penalty on the output.
#include <memory>

#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {

/// The linear part z, (rows, columns), is written where linear() says, then finish() makes the output of it; backward()
/// gives dz. Immutable.
class OutputStage {
 public:
  /// Uses the buffers `first_buffer` and `first_buffer` + 1 of a call.
  OutputStage(const Component& activation, const Component& activity_regularizer, std::size_t first_buffer);

  /// The output's shape for that of z.
  [[nodiscard]] Shape output_shape(const Shape& linear) const;
  /// Where z belongs: the output itself where the activation's derivative follows from its output.
  [[nodiscard]] View linear(Context& context, Index rows, Index columns) const;
  /// What the product that makes z should do at once.
  [[nodiscard]] kernels::Epilogue epilogue() const { return relu_ ? kernels::Epilogue::relu : kernels::Epilogue::none; }
  void finish(Context& context, View z) const;
  /// dz from context.output_gradient, which it may overwrite.
  [[nodiscard]] View backward(Context& context, Index rows, Index columns) const;

 private:
  std::size_t first_buffer_;
  std::unique_ptr<Activation> activation_;
  std::unique_ptr<Regularizer> activity_;
  bool relu_;  // done by the product itself
};

}  // namespace vernier::nn
