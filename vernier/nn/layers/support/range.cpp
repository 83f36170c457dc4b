#include "vernier/nn/layers/support/range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

Range range_of(const std::vector<double>& factor, std::string_view option, double lowest) {
  if (factor.size() == 1) return {std::max(-std::abs(factor[0]), lowest), std::abs(factor[0])};
  if (factor.size() != 2) {
    throw InvalidArgument(fmt::format("{} is [{}]", option, fmt::join(factor, ", ")),
                          "one number, or a lower and an upper bound");
  }
  return {std::min(factor[0], factor[1]), std::max(factor[0], factor[1])};
}

}  // namespace vernier::nn
