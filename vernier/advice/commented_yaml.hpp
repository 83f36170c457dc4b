#pragma once
// JSON as YAML for people: blocks, with short maps and lists in a line, and comments.
#include <string>

#include "vernier/base/json.hpp"

namespace vernier::advice {

/// The key under which an object holds its comment.
inline constexpr const char* comment_key = "#";

/// A comment stands on lines of its own before what it belongs to, at most 100 columns wide; one that
/// was written before is "as above". yaml_to_json of the text
/// gives the JSON without its comments.
[[nodiscard]] std::string commented_yaml(const Json& json);
[[nodiscard]] Json without_comments(const Json& json);

}  // namespace vernier::advice
