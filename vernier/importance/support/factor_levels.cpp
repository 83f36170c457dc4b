#include "vernier/importance/support/factor_levels.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <fmt/core.h>

#include "vernier/math/orthogonal/array.hpp"

namespace vernier {
namespace {

std::string bound_text(const ParamValue& value) {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr ? fmt::format("{:.4g}", *number) : to_text(value);
}

// The distributions of all parameters: those of the space, then what only the trials know.
std::vector<std::pair<std::string, Distribution>> study_parameters(const History& history,
                                                                   const std::vector<const TrialRecord*>& trials) {
  std::vector<std::pair<std::string, Distribution>> parameters;
  std::set<std::string, std::less<>> known;
  if (history.space != nullptr) {
    for (const Parameter& parameter : history.space->parameters()) {
      parameters.emplace_back(parameter.name, parameter.distribution);
      known.insert(parameter.name);
    }
  }
  for (const TrialRecord* trial : trials) {
    for (const auto& [name, distribution] : trial->distributions) {
      if (known.insert(name).second) parameters.emplace_back(name, distribution);
    }
  }
  return parameters;
}

double level_position(const Distribution& distribution, const ParamValue& value) {
  return distribution.contains(value) ? distribution.to_unit(value) : as_number(value).value_or(0);
}

// Values as levels of their own: each tried one and a half times or more on average (twice in a design, of which a few
// runs may have failed), and few or about equally frequent.
bool values_are_levels(const std::map<double, int>& counts, int trials) {
  const auto distinct = static_cast<int>(counts.size());
  if (3 * distinct > 2 * trials) return false;
  if (distinct <= 8) return true;
  int least = trials;
  int most = 0;
  for (const auto& item : counts) {
    least = std::min(least, item.second);
    most = std::max(most, item.second);
  }
  return distinct <= 64 && least >= 2 && most <= 2 * least;
}

// The group of each distinct position: about equal numbers of trials, equal values together.
std::map<double, int> value_groups(const std::map<double, int>& counts, int trials, int groups) {
  std::map<double, int> group_of;
  int before = 0;
  int group = -1;
  int last = -1;
  for (const auto& [position, count] : counts) {
    // the group in which the middle of these trials falls, numbered without gaps
    const int wanted = (2 * before + count) * groups / (2 * trials);
    if (wanted != last) ++group;
    last = wanted;
    group_of[position] = group;
    before += count;
  }
  return group_of;
}

struct ActiveTrial {
  std::size_t trial;
  double position;
  const ParamValue* value;
};

LeveledFactor level_parameter(const std::string& name, const Distribution& distribution,
                              const std::vector<const TrialRecord*>& trials, int bins) {
  LeveledFactor factor;
  factor.name = name;
  factor.cells.assign(trials.size(), -1);
  std::vector<ActiveTrial> active;
  std::map<double, int> counts;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const auto found = trials[i]->params.find(name);
    if (found == trials[i]->params.end()) continue;
    active.push_back({i, level_position(distribution, found->second), &found->second});
    ++counts[active.back().position];
  }
  std::stable_sort(active.begin(), active.end(),
                   [](const ActiveTrial& a, const ActiveTrial& b) { return a.position < b.position; });
  const auto total = static_cast<int>(active.size());
  std::map<double, int> level_of;
  factor.grouped = distribution.kind() != Distribution::Kind::categorical && !values_are_levels(counts, total) &&
                   static_cast<int>(counts.size()) > bins;
  if (factor.grouped) {
    level_of = value_groups(counts, total, bins);
  } else {
    for (const auto& item : counts) level_of.emplace(item.first, static_cast<int>(level_of.size()));
  }
  for (std::size_t from = 0; from < active.size();) {
    const int level = level_of.at(active[from].position);
    std::size_t to = from;
    for (; to < active.size() && level_of.at(active[to].position) == level; ++to) {
      factor.cells[active[to].trial] = level;
    }
    const ParamValue& low = *active[from].value;
    const ParamValue& high = *active[to - 1].value;
    factor.labels.push_back(low == high ? to_text(low) : fmt::format("[{}, {}]", bound_text(low), bound_text(high)));
    factor.values.emplace_back(*active[(from + to - 1) / 2].value);
    from = to;
  }
  if (active.size() < trials.size()) {
    std::replace(factor.cells.begin(), factor.cells.end(), -1, factor.levels());
    factor.labels.emplace_back("inactive");
    factor.values.emplace_back(std::nullopt);
  }
  return factor;
}

}  // namespace

int LeveledFactor::active_levels() const { return levels() - (values.empty() || values.back() ? 0 : 1); }

LeveledTrials level_trials(const History& history, const std::vector<const TrialRecord*>& trials, int bins) {
  const auto parameters = study_parameters(history, trials);
  // Half of the degrees of freedom at least are left to the error when values are grouped.
  const auto scarce = static_cast<int>(trials.size() / (2 * std::max<std::size_t>(parameters.size(), 1))) + 1;
  const int groups = std::clamp(scarce, 2, bins);
  LeveledTrials leveled;
  for (const auto& [name, distribution] : parameters) {
    LeveledFactor factor = level_parameter(name, distribution, trials, groups);
    if (factor.levels() < 2) {
      leveled.constant.push_back(name);
    } else {
      leveled.factors.push_back(std::move(factor));
    }
  }
  return leveled;
}

bool balanced_table(const FactorTable& table) {
  OrthogonalArray array;
  array.runs = static_cast<int>(table.cells.size());
  array.levels = table.levels;
  for (const std::vector<int>& row : table.cells) {
    for (const int cell : row) array.cells.push_back(static_cast<std::uint16_t>(cell));
  }
  return proportional_frequencies(array);
}

}  // namespace vernier
