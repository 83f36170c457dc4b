#include "vernier/pruners/support/halving.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "vernier/math/pareto.hpp"
#include "vernier/pruners/support/curves.hpp"

namespace vernier {
namespace {

/// Less is better; of equals the older trial.
using PlaceAtRung = std::pair<double, TrialNumber>;

/// A trial and how far its curve counts.
struct UntilStep {
  const TrialRecord* trial;
  double step;
};

/// By their losses; with several objectives by the rank of what each last reported among those of all.
std::vector<PlaceAtRung> places_of(const std::vector<UntilStep>& cohort, const History& history) {
  std::vector<PlaceAtRung> places;
  if (history.objectives.size() == 1) {
    for (const auto& [trial, step] : cohort) places.emplace_back(best_by(*trial, step, history), trial->number);
    return places;
  }
  std::vector<std::vector<double>> points;
  for (const auto& [trial, step] : cohort) points.push_back(last_losses_by(*trial, step, history));
  const std::vector<std::size_t> ranks = non_dominated_ranks(points);
  for (std::size_t k = 0; k < cohort.size(); ++k) {
    places.emplace_back(static_cast<double>(ranks[k]), cohort[k].trial->number);
  }
  return places;
}

/// How many of `count` go on.
std::size_t going_on(std::size_t count, double reduction) {
  return static_cast<std::size_t>(std::floor(static_cast<double>(count) / reduction));
}

}  // namespace

bool Halving::has(TrialNumber trial) const {
  const TrialNumber turn = trial % turns * stride % turns;
  return begin <= turn && turn < end;
}

std::optional<double> Halving::reached(double step, double before) const {
  std::optional<double> highest;
  for (double rung = first; rung <= step && (!last || rung < *last); rung *= reduction) {
    if (rung > before) highest = rung;
  }
  return highest;
}

Decision Halving::decide(const TrialRecord& trial, const History& history) const {
  if (trial.reports.empty()) return Decision::keep;
  if (diverged(trial)) return Decision::stop;
  const std::size_t count = trial.reports.size();
  const auto rung = reached(trial.reports.back().step, count > 1 ? trial.reports[count - 2].step : 0);
  if (!rung) return Decision::keep;
  std::vector<UntilStep> all{{&trial, trial.reports.back().step}};
  for (const TrialRecord* other : history.trials()) {
    if (other->number == trial.number || !has(other->number) || !reaches(*other, *rung)) continue;
    all.push_back({other, *rung});
  }
  const std::vector<PlaceAtRung> places = places_of(all, history);
  const std::size_t cohort = all.size();
  const auto better = static_cast<std::size_t>(
      std::count_if(places.begin(), places.end(), [&](const auto& place) { return place < places.front(); }));
  if (better < going_on(cohort, reduction)) return Decision::keep;
  // The first to come to a rung goes on, so that a small study has a complete trial; none is stopped for good before
  // there are as many as one is chosen from.
  if (cohort == 1 || (!pause && static_cast<double>(cohort) < reduction)) return Decision::keep;
  return pause ? Decision::pause : Decision::stop;
}

std::optional<TrialNumber> Halving::promote(const History& history) const {
  const std::vector<const TrialRecord*> trials = history.trials();
  std::set<TrialNumber> running;
  for (const auto& record : history.running) running.insert(record->number);
  double highest = 0;
  for (const TrialRecord* trial : trials) highest = std::max(highest, trial->last_step().value_or(0));
  std::vector<double> rungs;
  for (double rung = first; rung <= highest && (!last || rung < *last); rung *= reduction) rungs.push_back(rung);
  for (auto rung = rungs.rbegin(); rung != rungs.rend(); ++rung) {
    std::vector<UntilStep> all;
    for (const TrialRecord* trial : trials) {
      if (has(trial->number) && reaches(*trial, *rung)) all.push_back({trial, *rung});
    }
    const std::vector<PlaceAtRung> places = places_of(all, history);
    std::vector<std::pair<PlaceAtRung, const TrialRecord*>> cohort;
    for (std::size_t k = 0; k < all.size(); ++k) cohort.emplace_back(places[k], all[k].trial);
    std::sort(cohort.begin(), cohort.end());
    const std::size_t best = going_on(cohort.size(), reduction);
    for (std::size_t k = 0; k < best; ++k) {
      const TrialRecord& trial = *cohort[k].second;
      const bool here = *trial.last_step() < *rung * reduction;
      if (trial.state == TrialState::paused && here && !running.contains(trial.number)) return trial.number;
    }
  }
  return std::nullopt;
}

std::optional<double> last_step_of(const History& history) {
  if (!history.resource) return std::nullopt;
  return history.resource->max;
}

}  // namespace vernier
