#include "vernier/tensor/shape.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "vernier/base/errors.hpp"

namespace vernier {

Shape::Shape(std::span<const Index> extents) : rank_(extents.size()) {
  if (extents.size() > max_rank) {
    throw InvalidArgument(fmt::format("a shape of rank {}", extents.size()),
                          fmt::format("a rank of at most {}", max_rank));
  }
  Index product = 1;
  for (const Index extent : extents) {
    if (extent < 0 || (extent > 0 && product > std::numeric_limits<Index>::max() / extent)) {
      throw InvalidArgument(fmt::format("a shape with the extent {}", extent),
                            "extents that are positive and whose product is a number of elements");
    }
    product *= std::max<Index>(extent, 1);
  }
  std::copy(extents.begin(), extents.end(), extents_.begin());
}

Index Shape::size() const {
  Index product = 1;
  for (std::size_t axis = 0; axis < rank_; ++axis) product *= extents_[axis];
  return product;
}

Shape Shape::with_front(Index extent) const {
  std::array<Index, max_rank + 1> all{extent};
  std::copy_n(extents_.begin(), rank_, all.begin() + 1);
  return Shape(std::span<const Index>(all.data(), rank_ + 1));
}

Shape Shape::without_front() const {
  return rank_ == 0 ? Shape() : Shape(std::span<const Index>(extents_.data() + 1, rank_ - 1));
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
    text += fmt::format("{}{}", axis == 0 ? "" : ", ", shape[axis]);
  }
  return text + (shape.rank() == 1 ? ",)" : ")");
}

}  // namespace vernier
