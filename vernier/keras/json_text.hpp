#pragma once
// The JSON that Keras writes.
#include <string>
#include <string_view>

#include "vernier/base/json.hpp"

namespace vernier::keras {

/// The object of a text. Throws BadData that begins with `where` for anything else, and for brackets so deep that
/// functions which call themselves could not follow.
[[nodiscard]] Json parse_object(std::string_view text, const std::string& where);

/// A member of an object, of one type of JSON. Throws BadData that begins with `where`.
[[nodiscard]] const Json& member(const Json& object, const char* key, Json::value_t type, const std::string& where);
[[nodiscard]] std::string text_of(const Json& object, const char* key, const std::string& where);

}  // namespace vernier::keras
