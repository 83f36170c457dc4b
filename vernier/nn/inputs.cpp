#include "vernier/nn/inputs.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

Inputs::Inputs(std::span<const ConstView> views) : count_(views.size()) {
  if (views.size() > max_count) {
    throw InvalidArgument(fmt::format("{} arrays", views.size()), fmt::format("at most {}", max_count));
  }
  std::copy(views.begin(), views.end(), views_.begin());
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

Inputs Inputs::slice(Index first, Index last) const {
  Inputs part = *this;
  for (std::size_t i = 0; i < count_; ++i) {
    const Shape sample = views_[i].shape.without_front();
    part.views_[i] = {views_[i].data + first * sample.size(), sample.with_front(last - first)};
  }
  return part;
}

}  // namespace vernier::nn
