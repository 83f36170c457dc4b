#include "vernier/study/union_space.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

Distribution joined(const Distribution& before, const Distribution& now) {
  if (before.kind() != now.kind() || before.log() != now.log() || before.step() != now.step()) return now;
  if (!now.numeric()) {
    std::vector<ParamValue> values = before.values();
    for (const ParamValue& value : now.values()) {
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
    return now.kind() == Distribution::Kind::categorical ? Distribution::categorical(std::move(values)) : now;
  }
  const double low = std::min(before.low(), now.low());
  const double high = std::max(before.high(), now.high());
  try {
    if (now.kind() == Distribution::Kind::real) return Distribution::real(low, high, now.log(), now.step());
    return Distribution::integer(std::llround(low), std::llround(high), now.log(),
                                 std::llround(now.step().value_or(1)));
  } catch (const InvalidArgument&) {
    return now;  // the two step grids do not meet
  }
}

}  // namespace

std::shared_ptr<const SearchSpace> union_space(std::shared_ptr<const SearchSpace> space, const TrialRecord& record) {
  std::map<std::string_view, Distribution> changed;
  for (const auto& [name, distribution] : record.distributions) {
    const Parameter* known = space->find(name);
    if (known == nullptr) {
      changed.emplace(name, distribution);
    } else if (!(known->distribution == distribution)) {
      Distribution both = joined(known->distribution, distribution);
      if (!(both == known->distribution)) changed.emplace(name, std::move(both));
    }
  }
  if (changed.empty()) return space;
  auto result = std::make_shared<SearchSpace>();
  for (const Parameter& parameter : space->parameters()) {
    const auto found = changed.find(parameter.name);
    result->add(parameter.name, found == changed.end() ? parameter.distribution : found->second);
    if (found != changed.end()) changed.erase(found);
  }
  for (const auto& [name, distribution] : changed) result->add(std::string(name), distribution);
  return result;
}

Distributions distributions_of(const ParamMap& params, const SearchSpace& space) {
  Distributions::Map result;
  for (const auto& [name, value] : params) {
    if (const Parameter* parameter = space.find(name)) result.emplace_hint(result.end(), name, parameter->distribution);
  }
  return result;
}

}  // namespace vernier
