#pragma once
// One table per options struct: from it come defaults, validation, JSON and YAML, command-line flags and reference
// pages.
//
//   struct SgdOptions {
//     double learning_rate = 0.01;
//     bool nesterov = false;
//     static void describe(OptionFields<SgdOptions>& field) {
//       field("learning_rate", &SgdOptions::learning_rate, "step size").at_least(0);
//       field("nesterov", &SgdOptions::nesterov, "look ahead along the momentum");
//     }
//   };
//   const OptionTable& table = option_table<SgdOptions>();
//   auto options = options_from_json<SgdOptions>({{"nesterov", true}}, "optimizer sgd");
//
// Thread-safety: tables are made once, on first use, and are immutable after that.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/json.hpp"

namespace vernier {

/// What kind of value an option takes; decides how a tuned range of it is read (a real option is never rounded).
enum class OptionType { boolean, integer, real, text, list, component, object };
[[nodiscard]] std::string_view to_string(OptionType type);

/// One row of a table.
struct OptionSpec {
  std::string name;
  std::string help;
  OptionType type = OptionType::text;
  bool required = false;      ///< has no default
  bool nullable = false;      ///< may be null
  Json fallback;              ///< the default, as JSON
  std::optional<double> low;  ///< inclusive bounds of a number (of each element of a list)
  std::optional<double> high;
  bool low_open = false;  ///< `low` itself is not allowed
  std::vector<std::string> choices;
  std::string catalogue;  ///< for a component: the catalogue that its name is looked up in
};

/// Throws InvalidArgument that begins with `where` and names the option and what it may be.
void check_option(const OptionSpec& spec, const Json& value, std::string_view where);

/// The rows of one options struct.
class OptionTable {
 public:
  [[nodiscard]] std::span<const OptionSpec> rows() const { return rows_; }
  [[nodiscard]] const OptionSpec* find(std::string_view name) const;
  /// Checks names, types, bounds and presence. Throws InvalidArgument that begins with `where` and names the option,
  /// what it may be, and for an unknown name the nearest known one.
  void check(const Json& options, std::string_view where) const;

 protected:
  std::vector<OptionSpec> rows_;
};

/// Refines the row that was just added.
class OptionRow {
 public:
  explicit OptionRow(OptionSpec& spec) : spec_(spec) {}
  OptionRow& at_least(double low) {
    spec_.low = low;
    return *this;
  }
  OptionRow& above(double low) {
    spec_.low = low;
    spec_.low_open = true;
    return *this;
  }
  OptionRow& at_most(double high) {
    spec_.high = high;
    return *this;
  }
  OptionRow& between(double low, double high) { return at_least(low).at_most(high); }
  OptionRow& one_of(std::vector<std::string> choices) {
    spec_.choices = std::move(choices);
    return *this;
  }
  OptionRow& of(std::string_view catalogue) {
    spec_.catalogue = catalogue;
    return *this;
  }
  OptionRow& required() {
    spec_.required = true;
    return *this;
  }

 private:
  OptionSpec& spec_;
};

namespace detail {

template <class T>
struct OptionCodec;  // type, nullable, read, write

template <>
struct OptionCodec<bool> {
  static constexpr OptionType type = OptionType::boolean;
  static bool read(const Json& json) { return json.get<bool>(); }
  static Json write(bool value) { return value; }
};
template <std::integral T>
struct OptionCodec<T> {
  static constexpr OptionType type = OptionType::integer;
  static T read(const Json& json) {
    return static_cast<T>(json.is_number_float() ? static_cast<std::int64_t>(json.get<double>())
                                                 : json.get<std::int64_t>());
  }
  static Json write(T value) { return value; }
};
template <std::floating_point T>
struct OptionCodec<T> {
  static constexpr OptionType type = OptionType::real;
  static T read(const Json& json) { return json.get<T>(); }
  static Json write(T value) { return value; }
};
template <>
struct OptionCodec<std::string> {
  static constexpr OptionType type = OptionType::text;
  static std::string read(const Json& json) { return json.get<std::string>(); }
  static Json write(const std::string& value) { return value; }
};
template <>
struct OptionCodec<Component> {
  static constexpr OptionType type = OptionType::component;
  static Component read(const Json& json) { return component_from_json(json, "option"); }
  static Json write(const Component& value) { return to_json(value); }
};
template <>
struct OptionCodec<Json> {
  static constexpr OptionType type = OptionType::object;
  static Json read(const Json& json) { return json; }
  static Json write(const Json& value) { return value; }
};
template <class T>
struct OptionCodec<std::vector<T>> {
  static constexpr OptionType type = OptionType::list;
  static std::vector<T> read(const Json& json) {
    std::vector<T> items;
    if (!json.is_array()) return {OptionCodec<T>::read(json)};  // one item may stand for a list of one
    for (const Json& item : json) items.push_back(OptionCodec<T>::read(item));
    return items;
  }
  static Json write(const std::vector<T>& value) {
    Json json = Json::array();
    for (const T& item : value) json.push_back(OptionCodec<T>::write(item));
    return json;
  }
};
template <class T>
struct OptionCodec<std::optional<T>> {
  static constexpr OptionType type = OptionCodec<T>::type;
  static std::optional<T> read(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return OptionCodec<T>::read(json);
  }
  static Json write(const std::optional<T>& value) { return value ? OptionCodec<T>::write(*value) : Json(nullptr); }
};
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace detail

/// The rows of `Struct` together with the accessors of its members; handed to Struct::describe.
template <class Struct>
class OptionFields : public OptionTable {
 public:
  OptionFields() { Struct::describe(*this); }
  OptionFields(const OptionFields&) = delete;
  OptionFields& operator=(const OptionFields&) = delete;

  template <class Member>
  OptionRow operator()(std::string_view name, Member Struct::*member, std::string_view help) {
    using Codec = detail::OptionCodec<Member>;
    OptionSpec spec;
    spec.name = name;
    spec.help = help;
    spec.type = Codec::type;
    spec.nullable = detail::is_optional<Member> || std::is_same_v<Member, Component>;
    const Struct defaults{};
    spec.fallback = Codec::write(defaults.*member);
    rows_.push_back(std::move(spec));
    readers_.push_back([member](Struct& into, const Json& json) { into.*member = Codec::read(json); });
    writers_.push_back([member](const Struct& from) { return Codec::write(from.*member); });
    return OptionRow(rows_.back());
  }

  [[nodiscard]] Struct read(const Json& options, std::string_view where) const {
    check(options, where);
    Struct result{};
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto found = options.find(rows_[i].name);
      if (found == options.end()) continue;
      try {
        readers_[i](result, *found);
      } catch (const Json::exception&) {  // an element of a list that is of another type
        throw InvalidArgument(std::string(where) + ": option '" + rows_[i].name + "' is " + found->dump(),
                              "elements of the option's own type");
      }
    }
    return result;
  }
  /// Required options and those that differ from their default.
  [[nodiscard]] Json write(const Struct& from) const {
    Json json = Json::object();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Json value = writers_[i](from);
      if (rows_[i].required || value != rows_[i].fallback) json[rows_[i].name] = std::move(value);
    }
    return json;
  }

 private:
  std::vector<std::function<void(Struct&, const Json&)>> readers_;
  std::vector<std::function<Json(const Struct&)>> writers_;
};

template <class Struct>
[[nodiscard]] const OptionFields<Struct>& option_fields() {
  static const OptionFields<Struct> fields;
  return fields;
}
template <class Struct>
[[nodiscard]] const OptionTable& option_table() {
  return option_fields<Struct>();
}
/// Checks and reads; `where` begins every message, e.g. "optimizer 'sgd'".
template <class Struct>
[[nodiscard]] Struct options_from_json(const Json& options, std::string_view where) {
  return option_fields<Struct>().read(options, where);
}
template <class Struct>
[[nodiscard]] Json options_to_json(const Struct& options) {
  return option_fields<Struct>().write(options);
}
namespace detail {

/// Structs with option tables of their own, by name.
template <class Struct>
struct OptionCodec<std::map<std::string, Struct>> {
  static constexpr OptionType type = OptionType::object;
  static std::map<std::string, Struct> read(const Json& json) {
    std::map<std::string, Struct> items;
    for (const auto& [name, options] : json.items()) items.emplace(name, options_from_json<Struct>(options, name));
    return items;
  }
  static Json write(const std::map<std::string, Struct>& value) {
    Json json = Json::object();
    for (const auto& [name, options] : value) json[name] = options_to_json(options);
    return json;
  }
};

}  // namespace detail

/// The component `name` with these options.
template <class Struct>
[[nodiscard]] Component make_component(std::string name, const Struct& options) {
  return {std::move(name), options_to_json(options)};
}

/// The options struct of an entry that has none.
struct NoOptions {
  static void describe(OptionFields<NoOptions>&) {}
};

/// The usual `.make` of a catalogue entry: reads the options, constructs `Class` from them (or from nothing).
template <class Base, class Class, class Struct>
[[nodiscard]] std::unique_ptr<Base> make_with(const Json& options) {
  const Struct read = options_from_json<Struct>(options, "options");
  if constexpr (std::is_constructible_v<Class, Struct>) {
    return std::make_unique<Class>(read);
  } else {
    return std::make_unique<Class>();
  }
}

}  // namespace vernier
