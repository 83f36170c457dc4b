#include "vernier/nn/batches.hpp"

#include <algorithm>
#include <numeric>

namespace vernier::nn {

Batches::Batches(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size,
                 const Mixing& mixing)
    : x_(x),
      y_(y),
      weights_(weights),
      samples_(x.samples()),
      batch_size_(std::min(batch_size, std::max<Index>(samples_, 1))),
      mixing_(mixing) {}

void Batches::shuffle(Rng rng) {
  // from the identity each time, so that an epoch's order does not depend on the epochs before it
  order_.resize(static_cast<std::size_t>(samples_));
  std::iota(order_.begin(), order_.end(), Index{0});
  rng.shuffle(std::span<Index>(order_));
}

Batch Batches::get(Index batch, BatchBuffers& buffers) const {
  const Batch plain = unmixed(batch, buffers);
  if (!mixing_.active()) return plain;
  return mixing_.mix(plain, mixing_stream_.split(static_cast<std::uint64_t>(batch)), buffers.mixed);
}

Batch Batches::unmixed(Index batch, BatchBuffers& buffers) const {
  const Index first = batch * batch_size_;
  const Index last = std::min(first + batch_size_, samples_);
  const auto begin = static_cast<std::size_t>(first);
  const auto size = static_cast<std::size_t>(last - first);
  if (order_.empty()) {
    return {x_.slice(first, last), y_.slice(first, last), weights_.empty() ? weights_ : weights_.subspan(begin, size)};
  }
  const std::span<const Index> order = std::span<const Index>(order_).subspan(begin, size);
  Batch result{x_.gather(order, buffers.x), y_.gather(order, buffers.y)};
  if (!weights_.empty()) {
    buffers.weights.clear();
    for (const Index sample : order) buffers.weights.push_back(weights_[static_cast<std::size_t>(sample)]);
    result.weights = buffers.weights;
  }
  return result;
}

}  // namespace vernier::nn
