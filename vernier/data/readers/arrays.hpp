#pragma once
// Array formats. Each takes the whole file and throws BadData that names the source; sizes are checked against the
// bytes that are there before anything is allocated.
#include <string_view>

#include "vernier/data/reader.hpp"

namespace vernier {

/// The format of the MNIST files (http://yann.lecun.com/exdb/mnist): all six element types, up to six axes.
[[nodiscard]] Array read_idx(std::string_view bytes, std::string_view source);
[[nodiscard]] bool looks_like_idx(std::string_view bytes);

/// NumPy's format, versions 1 to 3: f2 f4 f8, i1 to i8, u1 to u8, b1, either byte order, C and Fortran order.
[[nodiscard]] Array read_npy(std::string_view bytes, std::string_view source);
[[nodiscard]] bool looks_like_npy(std::string_view bytes);

}  // namespace vernier
