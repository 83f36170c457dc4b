#include "vernier/workers/readers/support/result_text.hpp"

#include <cctype>
#include <limits>

#include "vernier/base/text.hpp"

namespace vernier {
namespace {

// Python's json writes NaN, Infinity and -Infinity, which are no JSON: outside of texts they become texts.
std::string with_quoted_infinities(std::string_view text) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) inside = !inside;
    bool replaced = false;
    for (const auto& [word, stand_in] : {std::pair<std::string_view, std::string_view>{"NaN", "\"nan\""},
                                         {"-Infinity", "\"-inf\""},
                                         {"Infinity", "\"inf\""}}) {
      if (inside || !text.substr(i).starts_with(word)) continue;
      out += stand_in;
      i += word.size() - 1;
      replaced = true;
      break;
    }
    if (!replaced) out += text[i];
  }
  return out;
}

Json lenient_json(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json::parse(with_quoted_infinities(text), nullptr, false) : json;
}

}  // namespace

std::optional<double> number_of_json(const Json& json) {
  if (json.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return parse_number(json.get_ref<const std::string&>());
  return std::nullopt;
}

std::optional<std::vector<double>> values_of_object(const Json& object, std::span<const std::string> names) {
  std::vector<double> values;
  for (const std::string& name : names) {
    auto found = object.find(name);
    if (found == object.end() && names.size() == 1) found = object.find("value");
    if (found == object.end()) return std::nullopt;
    const auto number = number_of_json(*found);
    if (!number) return std::nullopt;
    values.push_back(*number);
  }
  return values;
}

std::optional<Json> object_of_text(std::string_view text) {
  text = trim(text);
  if (!text.starts_with('{') || !text.ends_with('}')) return std::nullopt;
  Json json = lenient_json(text);
  if (!json.is_object()) return std::nullopt;
  return json;
}

std::optional<std::vector<double>> values_of_text(std::string_view text, std::span<const std::string> names) {
  text = trim(text);
  if (names.size() == 1) {
    if (const auto number = parse_number(text)) return std::vector<double>{*number};
  }
  if (const auto object = object_of_text(text)) return values_of_object(*object, names);
  if (!text.starts_with('[')) return std::nullopt;
  const Json list = lenient_json(text);
  if (!list.is_array() || list.size() != names.size()) return std::nullopt;
  std::vector<double> values;
  for (const Json& item : list) {
    const auto number = number_of_json(item);
    if (!number) return std::nullopt;
    values.push_back(*number);
  }
  return values;
}

}  // namespace vernier
