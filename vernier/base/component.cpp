#include "vernier/base/component.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

Json scalar_from_text(std::string_view text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(std::string(text)) : value;
}

}  // namespace

Component component_from_json(const Json& json, std::string_view where) {
  if (json.is_null() || json == "none") return {};
  if (json.is_string()) return {json.get<std::string>()};
  if (json.is_number()) return {"constant", {{"value", json}}};
  if (json.is_object() && json.size() == 1) {
    const auto entry = json.begin();
    if (entry->is_null()) return {entry.key()};
    if (entry->is_object()) return {entry.key(), *entry};
  }
  throw InvalidArgument(fmt::format("{}: {} is not a component", where, json.dump()),
                        "a name, or one name with its options such as {adam: {learning_rate: 0.001}}",
                        "Write exactly one name.");
}

Json to_json(const Component& component) {
  if (component.empty()) return nullptr;
  if (component.name == "constant" && component.options.size() == 1 && component.options.contains("value")) {
    return component.options["value"];
  }
  if (component.options.empty()) return component.name;
  return {{component.name, component.options}};
}

Component component_from_text(std::string_view text) {
  const std::size_t colon = text.find(':');
  Component component{std::string(trim(text.substr(0, colon)))};
  if (component.name.empty()) {
    throw InvalidArgument(fmt::format("'{}' names no component", text), "NAME or NAME:option=value,...", {});
  }
  if (colon == std::string_view::npos) return component;
  for (const std::string& part : split(text.substr(colon + 1), ',')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      throw InvalidArgument(fmt::format("option '{}' of '{}' has no value", part, component.name), "option=value",
                            "Write for example qmc:scramble=false.");
    }
    component.options[std::string(trim(std::string_view(part).substr(0, equals)))] =
        scalar_from_text(trim(std::string_view(part).substr(equals + 1)));
  }
  return component;
}

std::string to_text(const Component& component) {
  std::string text = component.name;
  char separator = ':';
  for (const auto& [key, value] : component.options.items()) {
    text += fmt::format("{}{}={}", separator, key, value.is_string() ? value.get<std::string>() : value.dump());
    separator = ',';
  }
  return text;
}

}  // namespace vernier
