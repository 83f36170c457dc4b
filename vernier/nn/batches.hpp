#pragma once
// One batch of samples after another, in order or shuffled, mixed or not.
#include <array>
#include <optional>
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

/// A batch is a pure function of the streams of its epoch and its number. Not thread-safe, but any thread may call.
class Batches {
 public:
  Batches(Index samples, Index batch_size, const Mixing& mixing);
  virtual ~Batches() = default;

  [[nodiscard]] Index count() const { return (samples_ + batch_size_ - 1) / batch_size_; }
  [[nodiscard]] Index samples() const { return samples_; }
  /// Another order of all samples, that in which they lie without a stream; `mixing` is the stream of mixing.
  void begin_epoch(const std::optional<Rng>& shuffle, const Rng& mixing);
  /// Valid until the buffers are used again. No allocation after the first of the largest batch.
  [[nodiscard]] Batch get(Index batch, BatchBuffers& buffers);

 private:
  virtual void order(const std::optional<Rng>& shuffle) = 0;
  /// The samples at the places [first, last) of the present order.
  [[nodiscard]] virtual Batch gather(Index first, Index last, BatchBuffers& buffers) = 0;

  Index samples_;
  Index batch_size_;
  Mixing mixing_;
  Rng mixing_stream_;
};

/// Of arrays in memory: gathered where they are shuffled, else views of the data.
class ArrayBatches final : public Batches {
 public:
  /// The data must outlive this object. `weights` is empty or has one number a sample.
  ArrayBatches(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size,
               const Mixing& mixing = {});

 private:
  void order(const std::optional<Rng>& shuffle) override;
  [[nodiscard]] Batch gather(Index first, Index last, BatchBuffers& buffers) override;

  Inputs x_;
  Targets y_;
  std::span<const float> weights_;
  std::vector<Index> order_;
};

}  // namespace vernier::nn
