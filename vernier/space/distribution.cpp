#include "vernier/space/distribution.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

void check_range(double low, double high, bool log, std::optional<double> step) {
  if (!std::isfinite(low) || !std::isfinite(high)) {
    throw InvalidArgument(fmt::format("a range from {} to {}", low, high), "finite bounds");
  }
  if (!std::isfinite(high - low)) {
    throw InvalidArgument(fmt::format("a range from {} to {}", low, high), "a width that a double holds");
  }
  if (low > high) {
    throw InvalidArgument(fmt::format("min {} is above max {}", format_number(low), format_number(high)),
                          "min at most max", "Swap them.");
  }
  if (log && low <= 0) {
    throw InvalidArgument(fmt::format("a log range from {}", format_number(low)), "min above 0",
                          "Raise min, or leave log out.");
  }
  if (!step) return;
  if (!(*step > 0) || !std::isfinite(*step)) {
    throw InvalidArgument(fmt::format("step {}", format_number(*step)), "a step above 0");
  }
  const double steps = (high - low) / *step;
  if (steps > 0x1.0p53) {
    throw InvalidArgument(fmt::format("step {} divides the range {} to {} too finely", format_number(*step),
                                      format_number(low), format_number(high)),
                          "at most 2^53 steps", "Leave the step out.");
  }
  if (std::abs(steps - std::round(steps)) > 1e-9 * std::max(1.0, steps)) {
    throw InvalidArgument(fmt::format("step {} does not divide the range {} to {}", format_number(*step),
                                      format_number(low), format_number(high)),
                          "a whole number of steps from min to max",
                          fmt::format("Use max: {}.", format_number(low + std::floor(steps) * *step)));
  }
}

void check_values(const std::vector<ParamValue>& values) {
  if (values.empty()) throw InvalidArgument("an empty list of values", "at least one value");
  std::set<ParamValue> met;
  for (const ParamValue& value : values) {
    if (const auto* real = std::get_if<double>(&value); real != nullptr && !std::isfinite(*real)) {
      throw InvalidArgument(fmt::format("the value {}", *real), "finite values");
    }
    if (!met.insert(value).second) {
      throw InvalidArgument(fmt::format("the value '{}' stands twice", to_text(value)), "different values");
    }
  }
}

}  // namespace

Distribution Distribution::real(double low, double high, bool log, std::optional<double> step) {
  check_range(low, high, log, step);
  if (log && step) throw InvalidArgument("log and step together", "one of the two", "Leave one out.");
  Distribution result;
  result.low_ = low;
  result.high_ = high;
  result.log_ = log;
  result.step_ = step;
  return result;
}

Distribution Distribution::integer(std::int64_t low, std::int64_t high, bool log, std::int64_t step) {
  constexpr std::int64_t limit = std::int64_t{1} << 53;  // what a double holds exactly
  if (low < -limit || high > limit) {
    throw InvalidArgument(fmt::format("an integer range from {} to {}", low, high), "bounds within 2^53");
  }
  check_range(static_cast<double>(low), static_cast<double>(high), log, static_cast<double>(step));
  if (log && step != 1) throw InvalidArgument("log and step together", "one of the two", "Leave one out.");
  Distribution result;
  result.kind_ = Kind::integer;
  result.low_ = static_cast<double>(low);
  result.high_ = static_cast<double>(high);
  result.log_ = log;
  result.step_ = static_cast<double>(step);
  return result;
}

Distribution Distribution::categorical(std::vector<ParamValue> values) {
  check_values(values);
  Distribution result;
  result.kind_ = Kind::categorical;
  result.values_ = std::move(values);
  return result;
}

Distribution Distribution::ordinal(std::vector<ParamValue> values) {
  Distribution result = categorical(std::move(values));
  result.kind_ = Kind::ordinal;
  return result;
}

std::optional<std::uint64_t> Distribution::cardinality() const {
  if (!numeric()) return values_.size();
  if (low_ == high_) return 1;
  if (!step_) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround((high_ - low_) / *step_)) + 1;
}

ParamValue Distribution::canonical(ParamValue value) const {
  const bool whole = std::holds_alternative<std::int64_t>(value);
  const auto* real = std::get_if<double>(&value);
  if (!whole && real == nullptr) return value;
  if (kind_ == Kind::real) return *as_number(value);
  if (kind_ == Kind::integer) {
    const bool fits = real != nullptr && *real == std::trunc(*real) && *real >= low_ && *real <= high_;
    return fits ? ParamValue(static_cast<std::int64_t>(*real)) : value;
  }
  const auto found = std::find_if(values_.begin(), values_.end(), [&](const ParamValue& own) {
    return !std::holds_alternative<bool>(own) && as_number(own) == as_number(value);
  });
  return found == values_.end() ? value : *found;
}

bool Distribution::contains(const ParamValue& value) const {
  const ParamValue own = canonical(value);
  if (!numeric()) return std::find(values_.begin(), values_.end(), own) != values_.end();
  if (kind_ == Kind::integer ? !std::holds_alternative<std::int64_t>(own) : !std::holds_alternative<double>(own)) {
    return false;
  }
  const double number = *as_number(own);
  if (!(number >= low_ && number <= high_)) return false;
  if (!step_) return true;
  const double steps = (number - low_) / *step_;
  return std::abs(steps - std::round(steps)) <= 1e-9 * std::max(1.0, std::abs(steps));
}

ParamValue Distribution::at(std::uint64_t index) const {
  if (!numeric()) return values_.at(index);
  const std::uint64_t last = *cardinality() - 1;
  if (index > last) throw InvalidArgument(fmt::format("value number {} of {}", index, last + 1), "a smaller number");
  if (kind_ == Kind::integer) {
    return static_cast<std::int64_t>(low_) + static_cast<std::int64_t>(index) * static_cast<std::int64_t>(*step_);
  }
  if (index == 0 || index == last) return index == 0 ? low_ : high_;
  // a mean of the ends: 0.3 and not 0.30000000000000004 for the third step of 0.1
  const auto steps = static_cast<double>(last);
  const auto k = static_cast<double>(index);
  return std::clamp((low_ * (steps - k) + high_ * k) / steps, low_, high_);
}

std::uint64_t Distribution::index_of(const ParamValue& value) const {
  if (!contains(value) || !cardinality()) {
    throw InvalidArgument(fmt::format("'{}' is not a value of the distribution", to_text(value)), "one of its values");
  }
  if (!numeric()) {
    return static_cast<std::uint64_t>(std::find(values_.begin(), values_.end(), canonical(value)) - values_.begin());
  }
  return step_ ? static_cast<std::uint64_t>(std::llround((*as_number(value) - low_) / *step_)) : 0;
}

ParamValue Distribution::from_unit(double u) const {
  u = std::clamp(u, 0.0, 1.0);
  if (kind_ == Kind::integer && log_) {
    const double from = std::log(low_ - 0.5);
    const double to = std::log(high_ + 0.5);
    return static_cast<std::int64_t>(std::clamp(std::round(std::exp(from + u * (to - from))), low_, high_));
  }
  if (const auto count = cardinality()) {
    return at(std::min(*count - 1, static_cast<std::uint64_t>(u * static_cast<double>(*count))));
  }
  if (log_) return std::clamp(std::exp(std::log(low_) + u * (std::log(high_) - std::log(low_))), low_, high_);
  return std::clamp(low_ + u * (high_ - low_), low_, high_);
}

double Distribution::to_unit(const ParamValue& value) const {
  if (!contains(value)) {
    throw InvalidArgument(fmt::format("'{}' is not a value of the distribution", to_text(value)), "one of its values");
  }
  if (kind_ == Kind::integer && log_) {
    const double number = *as_number(value);
    const double from = std::log(low_ - 0.5);
    const double to = std::log(high_ + 0.5);
    return (0.5 * (std::log(number - 0.5) + std::log(number + 0.5)) - from) / (to - from);
  }
  if (const auto count = cardinality())
    return (static_cast<double>(index_of(value)) + 0.5) / static_cast<double>(*count);
  const double number = *as_number(value);
  if (log_) return (std::log(number) - std::log(low_)) / (std::log(high_) - std::log(low_));
  return (number - low_) / (high_ - low_);
}

std::string_view to_string(Distribution::Kind kind) {
  switch (kind) {
    case Distribution::Kind::real: return "float";
    case Distribution::Kind::integer: return "int";
    case Distribution::Kind::categorical: return "categorical";
    case Distribution::Kind::ordinal: return "ordinal";
  }
  return "unknown";
}

Json to_json(const Distribution& distribution) {
  Json json = Json::object();
  if (!distribution.numeric()) {
    json["values"] = Json::array();
    for (const ParamValue& value : distribution.values()) json["values"].push_back(to_json(value));
    json["ordered"] = distribution.kind() == Distribution::Kind::ordinal;
    return json;
  }
  const bool whole = distribution.kind() == Distribution::Kind::integer;
  const auto number = [&](double value) { return whole ? Json(std::llround(value)) : Json(value); };
  json["type"] = to_string(distribution.kind());
  json["min"] = number(distribution.low());
  json["max"] = number(distribution.high());
  if (distribution.log()) json["log"] = true;
  if (distribution.step() && !(whole && *distribution.step() == 1)) json["step"] = number(*distribution.step());
  return json;
}

namespace {

std::optional<std::int64_t> whole_number(const Json& json) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > 0x7FFFFFFFFFFFFFFFULL) return std::nullopt;
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number_float() && json.get<double>() == std::trunc(json.get<double>()) &&
      std::abs(json.get<double>()) < 0x1.0p53) {
    return static_cast<std::int64_t>(json.get<double>());
  }
  return std::nullopt;
}

void check_distribution_keys(const Json& json) {
  static const std::vector<std::string> known{"min", "max", "log", "step", "type", "values", "ordered"};
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw InvalidArgument(fmt::format("unknown key '{}'", key), {}, suggest(key, known));
    }
  }
  for (const char* flag : {"log", "ordered"}) {
    if (json.contains(flag) && !json[flag].is_boolean()) {
      throw InvalidArgument(fmt::format("{} is {}", flag, json[flag].dump()), "true or false");
    }
  }
}

Distribution listed(const Json& json) {
  for (const char* key : {"min", "max", "log", "step", "type"}) {
    if (json.contains(key)) throw InvalidArgument(fmt::format("values and {} together", key), "one of the two");
  }
  if (!json["values"].is_array()) throw InvalidArgument(fmt::format("values is {}", json["values"].dump()), "a list");
  std::vector<ParamValue> values;
  bool numbers = true;
  for (const Json& value : json["values"]) {
    values.push_back(param_from_json(value, "values"));
    numbers = numbers && value.is_number();
  }
  if (numbers && std::any_of(values.begin(), values.end(),
                             [](const ParamValue& value) { return std::holds_alternative<double>(value); })) {
    for (ParamValue& value : values) value = *as_number(value);  // 0 beside 0.5 is 0.0
  }
  const bool ordered = json.value("ordered", numbers);
  return ordered ? Distribution::ordinal(std::move(values)) : Distribution::categorical(std::move(values));
}

Distribution ranged(const Json& json) {
  for (const char* key : {"min", "max"}) {
    if (!json.contains(key)) throw InvalidArgument(fmt::format("{} is missing", key), "min and max, or values");
    if (!json[key].is_number()) throw InvalidArgument(fmt::format("{} is {}", key, json[key].dump()), "a number");
  }
  if (json.contains("ordered")) throw InvalidArgument("ordered on a range", "it with values alone");
  if (json.contains("step") && !json["step"].is_number()) {
    throw InvalidArgument(fmt::format("step is {}", json["step"].dump()), "a number");
  }
  const Json type = json.value("type", Json());
  if (!type.is_null() && type != "float" && type != "int") {
    throw InvalidArgument(fmt::format("type is {}", type.dump()), "float or int");
  }
  const bool whole_bounds = json["min"].is_number_integer() && json["max"].is_number_integer() &&
                            (!json.contains("step") || json["step"].is_number_integer());
  if (type == "int" || (type.is_null() && whole_bounds)) {
    const auto low = whole_number(json["min"]);
    const auto high = whole_number(json["max"]);
    const auto step = whole_number(json.value("step", Json(1)));
    if (!low || !high || !step)
      throw InvalidArgument("an integer range with a fraction or past 2^53", "whole min, max and step");
    return Distribution::integer(*low, *high, json.value("log", false), *step);
  }
  std::optional<double> step;
  if (json.contains("step")) step = json["step"].get<double>();
  return Distribution::real(json["min"].get<double>(), json["max"].get<double>(), json.value("log", false), step);
}

}  // namespace

Distribution distribution_from_json(const Json& json, std::string_view where) {
  try {
    const Json& constant = json.is_array() && json.size() == 1 ? json.front() : json;
    if (constant.is_number() || constant.is_string() || constant.is_boolean()) {
      return Distribution::categorical({param_from_json(constant, "value")});
    }
    if (json.is_array() && !json.empty()) {
      throw InvalidArgument("a bare list", "{min, max} or {values}", "Write {values: [...]}.");
    }
    if (!json.is_object()) throw InvalidArgument(fmt::format("it is {}", json.dump()), "{min, max} or {values}");
    check_distribution_keys(json);
    return json.contains("values") ? listed(json) : ranged(json);
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("parameter '{}': {}", where, error.what()));
  }
}

}  // namespace vernier
