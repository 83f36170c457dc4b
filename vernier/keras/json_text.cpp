#include "vernier/keras/json_text.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"

namespace vernier::keras {
namespace {

constexpr int deepest_json = 64;

/// Brackets within brackets: what is read calls itself for them.
void check_depth(std::string_view text, const std::string& where) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
    if (quoted) continue;
    if (text[i] == '[' || text[i] == '{') ++depth;
    if (text[i] == ']' || text[i] == '}') --depth;
    if (depth > deepest_json) throw BadData(fmt::format("{}: brackets lie deeper than {}", where, deepest_json));
  }
}

}  // namespace

Json parse_object(std::string_view text, const std::string& where) {
  check_depth(text, where);
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) throw BadData(fmt::format("{} is no JSON object", where), "what Keras 3 writes there");
  return json;
}

const Json& member(const Json& object, const char* key, Json::value_t type, const std::string& where) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  if (found == object.end() || found->type() != type) {
    throw BadData(fmt::format("{}: '{}' is missing or of another type", where, key), "what Keras 3 writes there",
                  "Save the model again with Keras 3.");
  }
  return *found;
}

std::string text_of(const Json& object, const char* key, const std::string& where) {
  return member(object, key, Json::value_t::string, where).get<std::string>();
}

}  // namespace vernier::keras
