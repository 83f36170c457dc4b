#pragma once
// JSON as Vernier uses it: objects keep the order in which their keys were written.
#include <nlohmann/json.hpp>

namespace vernier {
using Json = nlohmann::ordered_json;

/// Any number, exactly: JSON lacks NaN and the infinities, which become the texts "nan", "inf" and "-inf".
[[nodiscard]] Json exact_json(double number);
/// Reads what exact_json wrote. Throws Json::exception for anything else.
[[nodiscard]] double exact_number(const Json& json);
}  // namespace vernier
