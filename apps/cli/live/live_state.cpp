#include "apps/cli/live/live_state.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/text_table.hpp"
#include "vernier/math/pareto.hpp"

namespace vernier::cli {

void LiveState::keep(const TrialRecord& trial) {
  TrialRecord kept = trial;
  if (kept.reports.size() > 1) kept.reports.erase(kept.reports.begin(), kept.reports.end() - 1);
  kept.attributes = Json::object();
  const auto after = std::upper_bound(ended.begin(), ended.end(), kept.number,
                                      [](TrialNumber number, const TrialRecord& one) { return number < one.number; });
  ended.insert(after, std::move(kept));
}

void LiveState::found(const TrialRecord& trial) {
  if (trial.state == TrialState::running) return;
  const auto best_before = tally.best();
  tally.found(trial);
  if (tally.best() != best_before) best = trial;
  keep(trial);
}

void LiveState::started(const TrialRecord& trial, double now) {
  tally.started(trial);
  if (!trial.reports.empty()) {  // resumed: it was put aside under the same number
    std::erase_if(ended, [&](const TrialRecord& one) { return one.number == trial.number; });
  }
  running[trial.number] = {trial, now};
  most_running = std::max(most_running, running.size());
}

void LiveState::reported(TrialNumber trial, const Report& report) {
  const auto found = running.find(trial);
  if (found != running.end()) found->second.trial.reports.push_back(report);
}

void LiveState::end(const TrialRecord& trial, double now) {
  running.erase(trial.number);
  const bool improved = tally.ended(trial);
  if (improved) best = trial;
  keep(trial);
  if (trial.state == TrialState::failed) add_failure(trial, tally.elapsed(now));
  if (improved && objectives.size() == 1) {
    add_message({tally.elapsed(now), fmt::format("trial {} is the best so far, {} {}", trial.number, objectives[0].name,
                                                 table_number(trial.values[0]))});
  }
}

void LiveState::say(std::string_view text, double now) { add_message({tally.elapsed(now), std::string(text)}); }

void LiveState::add_failure(const TrialRecord& trial, double at) {
  std::int64_t times = 1;
  if (!messages.empty() && messages.back().failures > 0 && messages.back().reason == trial.why) {
    times += messages.back().failures;
    messages.pop_back();
  }
  const std::string often = times > 1 ? fmt::format(", the {} before it too", times - 1) : "";
  add_message({at, fmt::format("trial {} failed{}: {}", trial.number, often, trial.why), times, trial.why});
}

void LiveState::add_message(LiveMessage message) {
  messages.push_back(std::move(message));
  if (messages.size() > most_messages) messages.erase(messages.begin());
}

std::vector<const TrialRecord*> front_of(const LiveState& state) {
  std::vector<const TrialRecord*> complete = ranked_trials(state.ended, state.objectives);
  std::erase_if(complete, [&](const TrialRecord* trial) {
    return !trial->feasible() || trial->values.size() != state.objectives.size() ||
           std::any_of(trial->values.begin(), trial->values.end(), [](double value) { return !std::isfinite(value); });
  });
  std::vector<std::vector<double>> losses;
  for (const TrialRecord* trial : complete) {
    losses.push_back(trial->values);
    for (std::size_t k = 0; k < losses.back().size(); ++k) {
      if (state.objectives[k].direction == Direction::maximize) losses.back()[k] *= -1;
    }
  }
  std::vector<const TrialRecord*> front;
  for (const std::size_t index : non_dominated(losses)) front.push_back(complete[index]);
  return front;
}

std::vector<std::string> names_in_order(const LiveState& state, const ParamMap& params) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (params.contains(name) && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const Importance& one : state.importance) add(one.name);
  for (const std::string& name : state.parameters) add(name);
  for (const auto& [name, value] : params) add(name);
  return names;
}

std::string last_part(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == name.npos || dot + 1 == name.size() ? name : name.substr(dot + 1);
}

}  // namespace vernier::cli
