#include "vernier/nn/sharpness.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {
namespace {

void copy_kept(std::span<const float> from, Tensor& to) {
  if (to.values().size() != from.size()) to = Tensor({static_cast<Index>(from.size())});
  std::ranges::copy(from, to.data());
}

}  // namespace

void Sharpness::climb(Graph& graph, double radius) {
  copy_kept(graph.values(), weights_);
  copy_kept(graph.states(), states_);
  const std::span<float> weights = graph.values();
  const std::span<const float> gradients = graph.gradients();
  const auto factor = static_cast<float>(radius / (std::sqrt(kernels::sum_of_squares(gradients)) + 1e-12));
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += factor * gradients[i];
}

void Sharpness::descend(Graph& graph) {
  std::ranges::copy(weights_.values(), graph.values().begin());
  std::ranges::copy(states_.values(), graph.states().begin());
}

}  // namespace vernier::nn
