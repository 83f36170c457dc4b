#include "vernier/trial/history.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/math/pareto.hpp"

namespace vernier {

std::vector<const TrialRecord*> History::trials() const {
  std::vector<const TrialRecord*> latest;  // numbers have few gaps: those that are not settled yet
  latest.reserve(settled.size());
  for (const auto& record : settled) {
    const auto number = static_cast<std::size_t>(record->number);
    if (number >= latest.size()) latest.resize(number + 1);
    latest[number] = record.get();
  }
  std::erase(latest, nullptr);
  return latest;
}

std::vector<const TrialRecord*> History::complete() const {
  std::vector<const TrialRecord*> result = trials();
  std::erase_if(result, [&](const TrialRecord* record) {
    return record->state != TrialState::complete || record->values.size() != objectives.size() ||
           !std::all_of(record->values.begin(), record->values.end(),
                        [](double value) { return std::isfinite(value); });
  });
  return result;
}

const TrialRecord* best_trial(const History& history) {
  const TrialRecord* best = nullptr;
  for (const TrialRecord* record : history.complete()) {
    if (!record->feasible()) continue;
    if (best == nullptr || history.loss(record->values[0]) < history.loss(best->values[0])) best = record;
  }
  return best;
}

std::vector<const TrialRecord*> pareto_front(const History& history) {
  if (history.objectives.size() == 1) {
    const TrialRecord* best = best_trial(history);
    return best == nullptr ? std::vector<const TrialRecord*>{} : std::vector<const TrialRecord*>{best};
  }
  std::vector<const TrialRecord*> candidates = history.complete();
  std::erase_if(candidates, [](const TrialRecord* record) { return !record->feasible(); });
  std::vector<std::vector<double>> losses(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t k = 0; k < history.objectives.size(); ++k) {
      losses[i].push_back(history.loss(candidates[i]->values[k], k));
    }
  }
  std::vector<const TrialRecord*> front;
  for (const std::size_t index : non_dominated(losses)) front.push_back(candidates[index]);
  return front;
}

}  // namespace vernier
