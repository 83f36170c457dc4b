#pragma once
// Spaces written as in their files, and what is said of mistakes.
#include <string>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {

inline SpaceFile parse_space(std::string_view text) {
  return space_file_from_json(yaml_to_json(text, "space.yaml"), "space.yaml");
}

/// The message of the error in which a call ends.
template <class Call>
std::string message_of(const Call& call) {
  try {
    (void)call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

inline std::string space_failure(std::string_view text) {
  return message_of([&] { return parse_space(text); });
}

}  // namespace vernier
