#include "vernier/nn/history.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

void History::append(std::int64_t epoch, const Logs& logs) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [name, value] : logs.items()) {
    if (!contains(name)) series_.emplace_back(name, std::vector<double>(epochs_.size(), missing));
  }
  for (auto& [name, values] : series_) values.push_back(logs.get(name).value_or(missing));
  epochs_.push_back(epoch);
}

std::vector<std::string> History::names() const {
  std::vector<std::string> names;
  for (const auto& [name, values] : series_) names.push_back(name);
  return names;
}

bool History::contains(std::string_view name) const {
  return std::any_of(series_.begin(), series_.end(), [&](const auto& entry) { return entry.first == name; });
}

const std::vector<double>& History::at(std::string_view name) const {
  for (const auto& [known, values] : series_) {
    if (known == name) return values;
  }
  throw NotFound(fmt::format("the history has no '{}'", name), {}, suggest(name, names()));
}

double History::last(std::string_view name) const {
  const std::vector<double>& values = at(name);
  if (values.empty()) throw InvalidState("the history has no epoch", "a fit of at least one epoch");
  return values.back();
}

std::size_t History::best_index(std::string_view name) const {
  const std::vector<double>& values = at(name);
  const std::optional<Better> better = better_direction(name);
  if (!better) {
    throw InvalidArgument(fmt::format("'{}' does not say which way is better", name), "a loss or a known metric");
  }
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    if (!best || (*better == Better::lower ? values[i] < values[*best] : values[i] > values[*best])) best = i;
  }
  if (!best) throw InvalidState(fmt::format("no epoch has a number for '{}'", name));
  return *best;
}

double History::best(std::string_view name) const { return at(name)[best_index(name)]; }

Json History::to_json() const {
  Json json = Json::object();
  for (const auto& [name, values] : series_) json[name] = values;
  // a text round trip turns the numbers that JSON lacks into null
  return Json::parse(json.dump());
}

}  // namespace vernier::nn
