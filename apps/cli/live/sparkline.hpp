#pragma once
// A curve in one line of text.
#include <span>
#include <string>

namespace vernier::cli {

/// At most `width` columns from the least (▁) to the largest value (█); of more values the last of each equal part. A
/// value that is not finite is a blank.
[[nodiscard]] std::string sparkline(std::span<const double> values, int width, bool unicode);

}  // namespace vernier::cli
