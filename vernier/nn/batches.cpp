#include "vernier/nn/batches.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace vernier::nn {
namespace {

/// Asks for the cache lines of a sample that is copied soon: in a shuffled order no processor foresees it.
void prefetch(const float* sample, std::size_t size) {
  constexpr std::size_t line = 64 / sizeof(float);
  for (std::size_t i = 0; i < size; i += line) __builtin_prefetch(sample + i);
}

ConstView gather_samples(ConstView from, std::span<const Index> order, Tensor& into, Index capacity) {
  const Shape sample = from.shape.without_front();
  if (into.empty()) into = Tensor(sample.with_front(capacity));
  const auto row = static_cast<std::size_t>(sample.size());
  float* to = into.data();
  for (std::size_t i = 0; i < order.size(); ++i, to += row) {
    if (i + 1 < order.size()) prefetch(from.data + static_cast<std::size_t>(order[i + 1]) * row, row);
    std::memcpy(to, from.data + static_cast<std::size_t>(order[i]) * row, row * sizeof(float));
  }
  return {into.data(), sample.with_front(static_cast<Index>(order.size()))};
}

Inputs gather_samples(const Inputs& from, std::span<const Index> order, std::span<Tensor> into, Index capacity) {
  std::array<ConstView, Inputs::max_count> views;
  const std::size_t count = from.views().size();
  for (std::size_t i = 0; i < count; ++i) views[i] = gather_samples(from.views()[i], order, into[i], capacity);
  return Inputs(std::span<const ConstView>(views.data(), count));
}

}  // namespace

Batches::Batches(const Inputs& x, const Targets& y, std::span<const float> weights, Index batch_size)
    : x_(x),
      y_(y),
      weights_(weights),
      samples_(x.samples()),
      batch_size_(std::min(batch_size, std::max<Index>(samples_, 1))) {}

void Batches::shuffle(Rng rng) {
  // from the identity each time, so that an epoch's order does not depend on the epochs before it
  order_.resize(static_cast<std::size_t>(samples_));
  std::iota(order_.begin(), order_.end(), Index{0});
  rng.shuffle(std::span<Index>(order_));
}

Batch Batches::get(Index batch) {
  const Index first = batch * batch_size_;
  const Index last = std::min(first + batch_size_, samples_);
  const auto begin = static_cast<std::size_t>(first);
  const auto size = static_cast<std::size_t>(last - first);
  if (order_.empty()) {
    return {x_.slice(first, last), y_.slice(first, last), weights_.empty() ? weights_ : weights_.subspan(begin, size)};
  }
  const std::span<const Index> order = std::span<const Index>(order_).subspan(begin, size);
  Batch result{
      gather_samples(x_, order, gathered_x_, batch_size_), gather_samples(y_, order, gathered_y_, batch_size_), {}};
  if (!weights_.empty()) {
    gathered_weights_.resize(static_cast<std::size_t>(batch_size_));
    for (std::size_t i = 0; i < size; ++i) gathered_weights_[i] = weights_[static_cast<std::size_t>(order[i])];
    result.weights = std::span<const float>(gathered_weights_).first(size);
  }
  return result;
}

}  // namespace vernier::nn
