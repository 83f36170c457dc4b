#include "vernier/base/options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

bool has_type(const OptionSpec& spec, const Json& value) {
  switch (spec.type) {
    case OptionType::boolean: return value.is_boolean();
    case OptionType::integer:
      return value.is_number_integer() || (value.is_number_float() && std::abs(value.get<double>()) < 0x1.0p53 &&
                                           value.get<double>() == std::trunc(value.get<double>()));
    case OptionType::real: return value.is_number();
    case OptionType::text: return value.is_string();
    case OptionType::list: return value.is_array() || value.is_string() || value.is_number() || value.is_object();
    case OptionType::component:
      return value.is_string() || value.is_number() || (value.is_object() && value.size() == 1);
    case OptionType::object: return true;
  }
  return false;
}

std::string expectation(const OptionSpec& spec) {
  if (!spec.choices.empty()) return fmt::format("one of {}", join(spec.choices, ", "));
  std::string text;
  switch (spec.type) {
    case OptionType::boolean: text = "true or false"; break;
    case OptionType::integer: text = "an integer"; break;
    case OptionType::real: text = "a number"; break;
    case OptionType::text: text = "a text"; break;
    case OptionType::list: text = "a list"; break;
    case OptionType::component: text = "a name, or one name with its options"; break;
    case OptionType::object: text = "a value"; break;
  }
  if (spec.low && spec.low_open) text += fmt::format(" above {}", format_number(*spec.low));
  if (spec.low && !spec.low_open) text += fmt::format(" of at least {}", format_number(*spec.low));
  if (spec.high) text += fmt::format("{} at most {}", spec.low ? " and" : " of", format_number(*spec.high));
  if (spec.nullable) text += ", or null";
  return text;
}

bool in_bounds(const OptionSpec& spec, const Json& value) {
  if (value.is_array()) {
    return std::all_of(value.begin(), value.end(), [&](const Json& item) { return in_bounds(spec, item); });
  }
  if (value.is_string() && !spec.choices.empty()) {
    return std::find(spec.choices.begin(), spec.choices.end(), value.get<std::string>()) != spec.choices.end();
  }
  if (!value.is_number() || spec.type == OptionType::component) return true;
  const double number = value.get<double>();
  if (std::isnan(number)) return false;
  if (spec.low && (spec.low_open ? number <= *spec.low : number < *spec.low)) return false;
  return !(spec.high && number > *spec.high);
}

}  // namespace

std::string_view to_string(OptionType type) {
  switch (type) {
    case OptionType::boolean: return "boolean";
    case OptionType::integer: return "integer";
    case OptionType::real: return "number";
    case OptionType::text: return "text";
    case OptionType::list: return "list";
    case OptionType::component: return "component";
    case OptionType::object: return "object";
  }
  return "unknown";
}

const OptionSpec* OptionTable::find(std::string_view name) const {
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const OptionSpec& spec) { return spec.name == name; });
  return row == rows_.end() ? nullptr : &*row;
}

void check_option(const OptionSpec& spec, const Json& value, std::string_view where) {
  if (value.is_null() && spec.nullable) return;
  if (has_type(spec, value) && in_bounds(spec, value)) return;
  const auto near = value.is_string() ? nearest_word(value.get<std::string>(), spec.choices) : std::nullopt;
  throw InvalidArgument(fmt::format("{}: option '{}' is {}", where, spec.name, value.dump()), expectation(spec),
                        near ? fmt::format("Did you mean '{}'?", *near) : std::string());
}

void OptionTable::check(const Json& options, std::string_view where) const {
  if (!options.is_object()) {
    throw InvalidArgument(fmt::format("{}: {} is not a set of options", where, options.dump()), "option: value pairs");
  }
  for (const auto& [key, value] : options.items()) {
    const OptionSpec* spec = find(key);
    if (spec == nullptr) {
      std::vector<std::string> names;
      for (const OptionSpec& row : rows_) names.push_back(row.name);
      throw InvalidArgument(fmt::format("{}: unknown option '{}'", where, key), names.empty() ? "no options" : "",
                            suggest(key, names));
    }
    check_option(*spec, value, where);
  }
  for (const OptionSpec& spec : rows_) {
    if (spec.required && !options.contains(spec.name)) {
      throw InvalidArgument(fmt::format("{}: option '{}' is missing", where, spec.name), expectation(spec),
                            fmt::format("Give {}: {}.", spec.name, spec.help));
    }
  }
}

}  // namespace vernier
