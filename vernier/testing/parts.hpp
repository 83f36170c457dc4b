#pragma once
// Parts that need what few algorithms need, so that suites can prove the frame: a sampler that clones and a pruner that
// pauses.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {

/// Every second trial on average starts from the checkpoint of the best complete one, with one parameter drawn anew;
/// the others are independent draws. "Best" is the first of the Pareto front where there are several objectives.
class CloningSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, Rng rng) override {
    const SearchSpace& space = *history.space;
    const auto front = pareto_front(history);
    if (!front.empty() && !space.empty() && rng.uniform() < 0.5) {
      for (int attempt = 0; attempt < 100; ++attempt) {
        ParamMap params = perturbed(space, front.front()->params, rng);
        if (space.feasible(params)) return Proposal{std::move(params), front.front()->number};
      }
    }
    return Proposal{draw_feasible(space, rng), std::nullopt};
  }
  std::string describe(const History&) const override { return "cloning: the best trial, perturbed"; }

 private:
  static ParamMap perturbed(const SearchSpace& space, const ParamMap& parent, Rng& rng) {
    const std::size_t changed = static_cast<std::size_t>(rng.below(space.size()));
    ParamMap params;
    for (std::size_t i = 0; i < space.size(); ++i) {
      const Parameter& parameter = space.parameters()[i];
      ParamValue drawn = parameter.distribution.from_unit(rng.uniform());
      const auto kept = parent.find(parameter.name);
      params.emplace(parameter.name, i == changed || kept == parent.end() ? std::move(drawn) : kept->second);
    }
    return space.active(params);
  }
};

/// Pauses every trial at step 3, once. As soon as three are paused it resumes the one with the least loss.
class PausingPruner : public Pruner {
 public:
  Decision decide(const TrialRecord& trial, const History& history) const override {
    const auto& settled = history.settled;
    const bool resumed =
        std::any_of(settled.begin(), settled.end(), [&](const auto& record) { return record->number == trial.number; });
    if (trial.reports.empty() || resumed) return Decision::keep;
    if (std::isnan(trial.reports.back().values[0])) return Decision::stop;
    return trial.reports.back().step >= 3 ? Decision::pause : Decision::keep;
  }
  std::optional<TrialNumber> promote(const History& history) const override {
    std::set<TrialNumber> running;
    for (const auto& record : history.running) running.insert(record->number);
    std::int64_t paused = 0;
    const TrialRecord* best = nullptr;
    for (const TrialRecord* trial : history.trials()) {
      if (trial->state != TrialState::paused || running.contains(trial->number)) continue;
      ++paused;
      if (best == nullptr || last_loss(*trial, history) < last_loss(*best, history)) best = trial;
    }
    if (paused < 3) return std::nullopt;
    return best->number;
  }
  std::string describe() const override { return "pausing: every trial at step 3"; }

 private:
  static double last_loss(const TrialRecord& trial, const History& history) {
    return trial.reports.empty() ? std::numeric_limits<double>::infinity()
                                 : history.loss(trial.reports.back().values[0]);
  }
};

/// Adds the sampler "cloning" and the pruner "pausing" to the catalogues. May be called any number of times, from any
/// thread.
inline void register_testing_parts() {
  static std::once_flag once;
  std::call_once(once, [] {
    samplers().add({.name = "cloning",
                    .summary = "the best trial with one parameter changed; for tests",
                    .cites = "-",
                    .options = option_table<NoOptions>(),
                    .make = &make_with<Sampler, CloningSampler, NoOptions>});
    pruners().add({.name = "pausing",
                   .summary = "pauses every trial at step 3; for tests",
                   .cites = "-",
                   .multi_objective = true,
                   .options = option_table<NoOptions>(),
                   .make = &make_with<Pruner, PausingPruner, NoOptions>});
  });
}

}  // namespace vernier
