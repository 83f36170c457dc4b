#include "vernier/space/param.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

Json to_json(const ParamValue& value) {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

Json to_json(const ParamMap& params) {
  Json json = Json::object();
  for (const auto& [name, value] : params) json[name] = to_json(value);
  return json;
}

ParamValue param_from_json(const Json& json, std::string_view where) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > 0x7FFFFFFFFFFFFFFFULL) return json.get<double>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  throw InvalidArgument(fmt::format("{}: {} is not a parameter's value", where, json.dump()),
                        "a number, a text, true or false");
}

ParamMap params_from_json(const Json& json, std::string_view where) {
  if (!json.is_object()) {
    throw InvalidArgument(fmt::format("{}: {} is not a set of parameters", where, json.dump()), "name: value pairs");
  }
  ParamMap params;
  for (const auto& [name, value] : json.items())
    params[name] = param_from_json(value, fmt::format("{}: {}", where, name));
  return params;
}

std::string to_text(const ParamValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  return format_number(std::get<double>(value));
}

std::optional<double> as_number(const ParamValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1.0 : 0.0;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::nullopt;
}

}  // namespace vernier
