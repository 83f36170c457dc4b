#include "vernier/nn/batches.hpp"

#include <algorithm>
#include <numeric>

namespace vernier::nn {

Batches::Batches(Index samples, Index batch_size, const Mixing& mixing)
    : samples_(samples), batch_size_(std::min(batch_size, std::max<Index>(samples, 1))), mixing_(mixing) {}

void Batches::begin_epoch(const std::optional<Rng>& shuffle, const Rng& mixing) {
  mixing_stream_ = mixing;
  order(shuffle);
}

Batch Batches::get(Index batch, BatchBuffers& buffers) {
  const Index first = batch * batch_size_;
  const Batch plain = gather(first, std::min(first + batch_size_, samples_), buffers);
  if (!mixing_.active()) return plain;
  return mixing_.mix(plain, mixing_stream_.split(static_cast<std::uint64_t>(batch)), buffers.mixed);
}

ArrayBatches::ArrayBatches(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size,
                           const Mixing& mixing)
    : Batches(x.samples(), batch_size, mixing), x_(x), y_(y), weights_(weights) {}

void ArrayBatches::order(const std::optional<Rng>& shuffle) {
  order_.clear();
  if (!shuffle) return;
  // from the identity each time, so that an epoch's order does not depend on the epochs before it
  order_.resize(static_cast<std::size_t>(samples()));
  std::iota(order_.begin(), order_.end(), Index{0});
  Rng rng = *shuffle;
  rng.shuffle(std::span<Index>(order_));
}

Batch ArrayBatches::gather(Index first, Index last, BatchBuffers& buffers) {
  const auto begin = static_cast<std::size_t>(first);
  const auto size = static_cast<std::size_t>(last - first);
  if (order_.empty()) {
    return {x_.slice(first, last), y_.slice(first, last), weights_.empty() ? weights_ : weights_.subspan(begin, size)};
  }
  const std::span<const Index> samples = std::span<const Index>(order_).subspan(begin, size);
  Batch batch{x_.gather(samples, buffers.x), y_.gather(samples, buffers.y)};
  if (!weights_.empty()) {
    buffers.weights.clear();
    for (const Index sample : samples) buffers.weights.push_back(weights_[static_cast<std::size_t>(sample)]);
    batch.weights = buffers.weights;
  }
  return batch;
}

}  // namespace vernier::nn
