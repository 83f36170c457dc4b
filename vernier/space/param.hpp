#pragma once
// The value of one hyperparameter, and one configuration.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "vernier/base/json.hpp"

namespace vernier {

/// A float is a double, an int a std::int64_t; a category or ordinal level is any of the four.
using ParamValue = std::variant<bool, std::int64_t, double, std::string>;

/// The active parameters of one trial by name.
using ParamMap = std::map<std::string, ParamValue, std::less<>>;

[[nodiscard]] Json to_json(const ParamValue& value);
[[nodiscard]] Json to_json(const ParamMap& params);
/// Throws InvalidArgument for null, arrays and objects; `where` names the place.
[[nodiscard]] ParamValue param_from_json(const Json& json, std::string_view where);
[[nodiscard]] ParamMap params_from_json(const Json& json, std::string_view where);
/// For people: 0.001, 64, adam, true.
[[nodiscard]] std::string to_text(const ParamValue& value);
/// The number of a numeric value or of a boolean (0, 1); nothing for a text.
[[nodiscard]] std::optional<double> as_number(const ParamValue& value);

}  // namespace vernier
