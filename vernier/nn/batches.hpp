#pragma once
// One batch of samples after another, in order or shuffled.
#include <array>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/nn/inputs.hpp"

namespace vernier::nn {

struct Batch {
  Inputs x;
  Targets y;
  std::span<const float> weights;  ///< one number a sample, or empty
};

/// Shuffled batches are gathered into buffers that are kept; in order they are views of the data. Not thread-safe.
class Batches {
 public:
  /// The data must outlive this object. `weights` is empty or has one number a sample.
  Batches(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size);

  [[nodiscard]] Index count() const { return (samples_ + batch_size_ - 1) / batch_size_; }
  [[nodiscard]] Index samples() const { return samples_; }
  /// Another permutation of all samples; without a call they come in order.
  void shuffle(Rng rng);
  /// Valid until the next call.
  [[nodiscard]] Batch get(Index batch);

 private:
  Inputs x_;
  Targets y_;
  std::span<const float> weights_;
  Index samples_;
  Index batch_size_;
  std::vector<Index> order_;
  std::array<Tensor, Inputs::max_count> gathered_x_;
  std::array<Tensor, Targets::max_count> gathered_y_;
  std::vector<float> gathered_weights_;
};

}  // namespace vernier::nn
