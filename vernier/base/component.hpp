#pragma once
// A catalogue entry with its options, as data: the one way in which C++, YAML, JSON, CLI and saved models name a part.
#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include "vernier/base/json.hpp"

namespace vernier {

/// "adam" or {"adam": {"learning_rate": 0.01}}; a bare number stands for {"constant": {"value": number}}.
///
///   Component a = "relu";
///   Component b{"sgd", {{"momentum", 0.9}}};
///   Component c = 0.001;                       // a constant schedule, a constant initializer
struct Component {
  std::string name;
  Json options = Json::object();

  Component() = default;
  Component(const char* entry) : name(entry) {}             // NOLINT(google-explicit-constructor)
  Component(std::string entry) : name(std::move(entry)) {}  // NOLINT(google-explicit-constructor)
  Component(std::string entry, Json with) : name(std::move(entry)), options(std::move(with)) {}
  template <class Number>
  requires std::integral<Number> || std::floating_point<Number> Component(Number value)
      : name("constant"), options({{"value", value}}) {}  // NOLINT(google-explicit-constructor)

  /// No component at all ("none", null): for optional parts such as a regularizer.
  [[nodiscard]] bool empty() const { return name.empty(); }
  friend bool operator==(const Component&, const Component&) = default;
};

/// Reads any of the forms above; null and "none" give the empty component. Throws InvalidArgument; `where` names the
/// place.
[[nodiscard]] Component component_from_json(const Json& json, std::string_view where);
/// The shortest of the forms above; null for the empty component.
[[nodiscard]] Json to_json(const Component& component);
/// Reads the command line's form, NAME[:option=value,...]; values are JSON scalars or bare words.
[[nodiscard]] Component component_from_text(std::string_view text);
/// The inverse of component_from_text.
[[nodiscard]] std::string to_text(const Component& component);

}  // namespace vernier
