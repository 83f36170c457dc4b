#include "vernier/nn/row_gradient.hpp"

#include <algorithm>

namespace vernier::nn {

void RowGradient::clear(std::size_t count) {
  for (const std::size_t row : rows_) place_[row] = untouched;
  rows_.clear();
  count = std::min(count, place_.size());
  rows_.reserve(count);
  if (values_.size() < count * columns_) values_.resize(count * columns_);
}

std::span<float> RowGradient::touch(std::size_t row) {
  std::int32_t& place = place_[row];
  const bool fresh = place == untouched;
  if (fresh) {
    place = static_cast<std::int32_t>(rows_.size());
    rows_.push_back(row);
    if (values_.size() < rows_.size() * columns_) values_.resize(rows_.size() * columns_);
  }
  const std::span<float> gradient{values_.data() + static_cast<std::size_t>(place) * columns_, columns_};
  if (fresh) std::ranges::fill(gradient, 0.0F);
  return gradient;
}

}  // namespace vernier::nn
