#pragma once
// Reads what Keras says about axes: they count the batch as axis 0, and from the end where negative.
#include <string_view>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// The axis of a sample of this shape that `axis` means. Throws InvalidArgument for the batch axis and beyond.
[[nodiscard]] std::size_t sample_axis(Index axis, const Shape& shape);
/// Throws InvalidArgument unless a sample has `rank` axes; `form` names them: "(steps, channels)".
void expect_rank(const Shape& shape, std::size_t rank, std::string_view form);
/// `count` numbers from one for all of them or from `count`; throws InvalidArgument otherwise. `option` names them.
[[nodiscard]] std::vector<Index> per_axis(const std::vector<Index>& given, std::size_t count, std::string_view option);
/// The product of the extents [first, last).
[[nodiscard]] Index product(const Shape& shape, std::size_t first, std::size_t last);

}  // namespace vernier::nn
