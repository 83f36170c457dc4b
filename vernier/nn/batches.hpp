#pragma once
// One batch of samples after another, in order or shuffled, mixed or not.
#include <array>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/nn/batch.hpp"
#include "vernier/nn/mixing.hpp"

namespace vernier::nn {

/// What a batch lies in; kept from batch to batch.
struct BatchBuffers {
  std::array<Tensor, Inputs::max_count> x;
  std::array<Tensor, Targets::max_count> y;
  std::vector<float> weights;
  MixingBuffers mixed;
};

/// Shuffled batches are gathered into buffers; in order they are views of the data. Const members are thread-safe.
class Batches {
 public:
  /// The data must outlive this object. `weights` is empty or has one number a sample.
  Batches(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size,
          const Mixing& mixing = {});

  [[nodiscard]] Index count() const { return (samples_ + batch_size_ - 1) / batch_size_; }
  [[nodiscard]] Index samples() const { return samples_; }
  /// Another permutation of all samples; without a call they come in order.
  void shuffle(Rng rng);
  /// The random numbers of mixing in the next batches.
  void set_mixing_stream(Rng rng) { mixing_stream_ = rng; }
  /// Valid until the buffers are used again. No allocation after the first of the largest batch.
  [[nodiscard]] Batch get(Index batch, BatchBuffers& buffers) const;

 private:
  [[nodiscard]] Batch unmixed(Index batch, BatchBuffers& buffers) const;

  Inputs x_;
  Targets y_;
  std::span<const float> weights_;
  Index samples_;
  Index batch_size_;
  Mixing mixing_;
  Rng mixing_stream_;
  std::vector<Index> order_;
};

}  // namespace vernier::nn
