#pragma once
// Values as programs write them: a number, a list of numbers, or a JSON object that names them.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"

namespace vernier {

/// A JSON number; null, "nan", "inf" and "-inf" stand for what JSON lacks. Nothing for anything else.
[[nodiscard]] std::optional<double> number_of_json(const Json& json);
/// The values under these names; nothing unless all are there. One value may also be called "value".
[[nodiscard]] std::optional<std::vector<double>> values_of_object(const Json& object,
                                                                  std::span<const std::string> names);
/// A number for one value, an object with the names, or a list of as many numbers; nothing for other texts. JSON with
/// the NaN and Infinity of Python is read.
[[nodiscard]] std::optional<std::vector<double>> values_of_text(std::string_view text,
                                                                std::span<const std::string> names);
/// A JSON object; nothing for other texts.
[[nodiscard]] std::optional<Json> object_of_text(std::string_view text);

}  // namespace vernier
