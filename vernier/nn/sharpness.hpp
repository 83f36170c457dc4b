#pragma once
// The two halves of a sharpness-aware step around its second gradient.
// Source: Foret, Kleiner, Mobahi, Neyshabur 2021, arXiv 2010.01412.
#include "vernier/nn/graph.hpp"

namespace vernier::nn {

class Sharpness {
 public:
  /// weights += radius * gradient / |gradient|, the norm over all weights: where the loss is worst, to first order.
  void climb(Graph& graph, double radius);
  /// Weights and states (moving statistics see a batch once) as they were before climb; gradients stay.
  void descend(Graph& graph);

 private:
  Tensor weights_;
  Tensor states_;
};

}  // namespace vernier::nn
