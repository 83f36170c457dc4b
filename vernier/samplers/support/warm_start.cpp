#include "vernier/samplers/support/warm_start.hpp"

#include <algorithm>
#include <cmath>

namespace vernier {
namespace {

constexpr std::size_t best_of_each = 3;

/// The value of the distribution that is nearest.
std::optional<ParamValue> nearest(const Distribution& distribution, const ParamValue& value) {
  ParamValue same = distribution.canonical(value);
  if (distribution.contains(same)) return same;
  const std::optional<double> number = as_number(value);
  if (!number || std::isnan(*number)) return std::nullopt;
  if (!distribution.numeric()) {
    std::optional<ParamValue> best;
    double least = INFINITY;
    for (const ParamValue& level : distribution.values()) {
      const std::optional<double> at = as_number(level);
      if (at && std::abs(*at - *number) < least) {
        least = std::abs(*at - *number);
        best = level;
      }
    }
    return best;
  }
  const double inside = std::clamp(*number, distribution.low(), distribution.high());
  if (!distribution.step()) return ParamValue(inside);
  const double last = static_cast<double>(*distribution.cardinality() - 1);
  const double index = std::round((inside - distribution.low()) / *distribution.step());
  return distribution.at(static_cast<std::uint64_t>(std::clamp(index, 0.0, last)));
}

/// The complete trials that the study would name: the best ones that meet their told constraints, or of several
/// objectives the front.
std::vector<const TrialRecord*> best_trials(const History& earlier) {
  if (earlier.objectives.size() > 1) return pareto_front(earlier);
  std::vector<const TrialRecord*> trials = earlier.complete();
  std::erase_if(trials, [](const TrialRecord* trial) { return !trial->feasible(); });
  std::stable_sort(trials.begin(), trials.end(), [&](const TrialRecord* a, const TrialRecord* b) {
    return earlier.loss(a->values[0]) < earlier.loss(b->values[0]);
  });
  return trials;
}

/// Whether a trial has had them; one that is defined as it runs may have asked for a part.
bool has_been_tried(const History& history, const ParamMap& params) {
  const auto among = [&](const auto& asked) {
    const auto found = params.find(asked.first);
    return found != params.end() && found->second == asked.second;
  };
  for (const auto& records : {history.settled, history.running}) {
    if (std::any_of(records.begin(), records.end(), [&](const auto& record) {
          return std::all_of(record->params.begin(), record->params.end(), among);
        })) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<ParamMap> carried_over(const ParamMap& params, const SearchSpace& space, const Rng& rng) {
  ParamMap result;
  for (const Parameter& parameter : space.parameters()) {
    const auto found = params.find(parameter.name);
    std::optional<ParamValue> value;
    if (found != params.end()) value = nearest(parameter.distribution, found->second);
    result[parameter.name] = value ? *value : parameter.distribution.from_unit(rng.split(parameter.name).uniform());
  }
  result = space.active(result);
  if (!space.feasible(result)) return std::nullopt;
  return result;
}

std::optional<ParamMap> warm_configuration(const History& history) {
  std::vector<std::vector<ParamMap>> found;
  if (history.space->empty()) return std::nullopt;
  for (std::size_t k = 0; k < history.earlier.size(); ++k) {
    std::vector<ParamMap>& own = found.emplace_back();
    for (const TrialRecord* trial : best_trials(*history.earlier[k])) {
      if (own.size() == best_of_each) break;
      const Rng rng = Rng(history.seed).split("warm start").split(k).split(static_cast<std::uint64_t>(trial->number));
      auto params = carried_over(trial->params, *history.space, rng);
      if (params && std::find(own.begin(), own.end(), *params) == own.end()) own.push_back(*std::move(params));
    }
  }
  for (std::size_t rank = 0; rank < best_of_each; ++rank) {
    for (const auto& own : found) {
      if (rank < own.size() && !has_been_tried(history, own[rank])) return own[rank];
    }
  }
  return std::nullopt;
}

}  // namespace vernier
