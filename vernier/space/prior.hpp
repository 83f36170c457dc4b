#pragma once
// Where a user expects the best value of a parameter to be.
#include <optional>
#include <string_view>

#include "vernier/space/distribution.hpp"

namespace vernier {

enum class Confidence { low, medium, high };
[[nodiscard]] std::string_view to_string(Confidence confidence);

/// A belief that a search begins with and that its results overrule (Hvarfner et al. 2022, piBO). A value type.
struct Prior {
  ParamValue value;
  Confidence confidence = Confidence::medium;
  friend bool operator==(const Prior&, const Prior&) = default;
};

/// Takes the keys `prior` and `prior_confidence` out of the specification of parameter `where`. Throws InvalidArgument
/// for a value that is no scalar, and for a confidence that is unknown or without a prior.
[[nodiscard]] std::optional<Prior> take_prior(Json& spec, std::string_view where);

}  // namespace vernier
