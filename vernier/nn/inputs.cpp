#include "vernier/nn/inputs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "vernier/base/errors.hpp"

namespace vernier::nn {
namespace {

/// Asks for the cache lines of a sample that is copied soon: in a shuffled order no processor foresees it.
void prefetch_sample(const float* sample, std::size_t size) {
  constexpr std::size_t line = 64 / sizeof(float);
  for (std::size_t i = 0; i < size; i += line) __builtin_prefetch(sample + i);
}

ConstView gather_samples(ConstView from, std::span<const Index> samples, Tensor& into) {
  const Shape sample = from.shape.without_front();
  const Shape shape = sample.with_front(static_cast<Index>(samples.size()));
  if (into.empty() || into.size() < shape.size()) into = Tensor(shape);
  const auto row = static_cast<std::size_t>(sample.size());
  float* to = into.data();
  for (std::size_t i = 0; i < samples.size(); ++i, to += row) {
    if (i + 1 < samples.size()) prefetch_sample(from.data + static_cast<std::size_t>(samples[i + 1]) * row, row);
    std::memcpy(to, from.data + static_cast<std::size_t>(samples[i]) * row, row * sizeof(float));
  }
  return {into.data(), shape};
}

}  // namespace

Inputs::Inputs(std::span<const ConstView> views) : count_(views.size()) {
  if (views.size() > max_count) {
    throw InvalidArgument(fmt::format("{} arrays", views.size()), fmt::format("at most {}", max_count));
  }
  std::copy(views.begin(), views.end(), views_.begin());
}

Inputs::Inputs(const std::vector<Tensor>& tensors) {
  std::vector<ConstView> views;
  for (const Tensor& tensor : tensors) views.push_back(tensor.view());
  *this = Inputs(std::span<const ConstView>(views));
}

Index Inputs::samples() const {
  Index samples = -1;
  for (const ConstView& view : views()) {
    if (view.shape.rank() == 0) {
      throw InvalidArgument("an array is a single number", "an array whose first axis is the sample");
    }
    if (samples >= 0 && view.shape[0] != samples) {
      throw InvalidArgument(fmt::format("arrays of {} and {} samples", samples, view.shape[0]),
                            "the same number of samples in each");
    }
    samples = view.shape[0];
  }
  return std::max<Index>(samples, 0);
}

Inputs Inputs::gather(std::span<const Index> samples, std::span<Tensor> into) const {
  Inputs part = *this;
  for (std::size_t i = 0; i < count_; ++i) part.views_[i] = gather_samples(views_[i], samples, into[i]);
  return part;
}

Inputs Inputs::slice(Index first, Index last) const {
  Inputs part = *this;
  for (std::size_t i = 0; i < count_; ++i) {
    const Shape sample = views_[i].shape.without_front();
    part.views_[i] = {views_[i].data + first * sample.size(), sample.with_front(last - first)};
  }
  return part;
}

}  // namespace vernier::nn
