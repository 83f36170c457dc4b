#pragma once
// A study without objective, storage or threads: what contract suites run samplers and pruners against.
//
// It keeps the order of assignments that a real study keeps: assignment i is decided from the results of assignments 0
// to i - window, and the pruner within it sees that same prefix. Losses are a smooth function of the configuration.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"

namespace vernier {

struct SimulationOptions {
  SearchSpace space{};
  std::vector<Objective> objectives{Objective{}};
  bool declared = true;  ///< false: define-by-run, the sampler meets the union of what the prefix has used
  std::int64_t window = 1;
  std::uint64_t seed = 1;
  std::int64_t budget = 40;         ///< trials
  std::int64_t fails_every = 5;     ///< trials 4, 9, 14, ... fail; 0: none does
  std::int64_t diverges_every = 0;  ///< like fails_every: these report NaN at step 2
  int steps = 6;                    ///< reports of each trial
  /// Changes each result before anybody sees it: other values, constraints, another end.
  std::function<void(TrialRecord&)> alter{};
};

/// Not thread-safe.
class SimulatedStudy {
 public:
  explicit SimulatedStudy(SimulationOptions options) : options_(std::move(options)) {}
  SimulatedStudy(const SimulatedStudy&) = delete;
  SimulatedStudy& operator=(const SimulatedStudy&) = delete;

  /// What the next assignment is decided from; valid until the next advance().
  [[nodiscard]] History history() const {
    History history;
    history.space = options_.declared ? &options_.space : &union_;
    history.declared = options_.declared;
    history.objectives = options_.objectives;
    history.budget.trials = options_.budget;
    history.resource = Resource{"epochs", 1, static_cast<double>(options_.steps)};
    history.window = options_.window;
    history.seed = options_.seed;
    history.next_trial = next_trial_;
    history.settled = std::span(results_).first(settled_);
    history.running = running_;
    return history;
  }
  /// The stream of the next proposal.
  [[nodiscard]] Rng rng() const {
    return Rng(options_.seed).split(static_cast<std::uint64_t>(next_trial_)).split("sampler");
  }
  /// The result of every assignment so far, the newest last.
  [[nodiscard]] const std::vector<std::shared_ptr<const TrialRecord>>& results() const { return results_; }
  [[nodiscard]] const SimulationOptions& options() const { return options_; }
  [[nodiscard]] TrialNumber trials_begun() const { return next_trial_; }

  /// Makes one assignment: resumes what the pruner promotes, else starts what the sampler proposes. Where neither has
  /// anything, one more result is awaited, and so on. False when there is nothing left to wait for.
  bool advance(Sampler& sampler, const Pruner& pruner) {
    while (!assign(sampler, pruner)) {
      if (running_.empty()) return false;
      decide_view(settled_ + 1);
    }
    const auto made = static_cast<std::int64_t>(results_.size());
    decide_view(std::max(settled_, static_cast<std::size_t>(std::max<std::int64_t>(0, made - options_.window + 1))));
    return true;
  }

  /// The loss of a configuration: the squared distance of each active coordinate from a place of its own.
  [[nodiscard]] double loss(const ParamMap& params, std::size_t objective = 0) const {
    double sum = 0;
    for (const auto& [name, value] : params) {
      const double share = options_.space.find(name)->distribution.to_unit(value);
      const double goal = Rng(stable_hash(name)).split(objective).uniform();
      sum += (share - goal) * (share - goal);
    }
    return sum;
  }

 private:
  [[nodiscard]] bool assign(Sampler& sampler, const Pruner& pruner) {
    const History seen = history();
    TrialRecord record;
    if (const auto resumed = pruner.promote(seen)) {
      record = latest(*resumed);
    } else {
      std::optional<Proposal> proposal = sampler.propose(seen, rng());
      if (!proposal) return false;
      record.number = next_trial_++;
      record.params = run_by_declaration(std::move(proposal->params), record.number);
      record.clone_of = proposal->clone_of;
      record.clone_step = proposal->clone_step;
      for (const auto& [name, value] : record.params) {
        record.distributions.emplace(name, options_.space.find(name)->distribution);
      }
    }
    record.state = TrialState::running;
    play(record, pruner, seen);
    if (options_.alter) options_.alter(record);
    results_.push_back(std::make_shared<const TrialRecord>(std::move(record)));
    return true;
  }

  [[nodiscard]] const TrialRecord& latest(TrialNumber number) const {
    const auto found =
        std::find_if(results_.rbegin(), results_.rend(), [&](const auto& record) { return record->number == number; });
    if (found == results_.rend()) throw NotFound("the promoted trial does not exist");
    return **found;
  }

  /// A define-by-run program takes what it is given and draws the rest.
  [[nodiscard]] ParamMap run_by_declaration(ParamMap params, TrialNumber number) const {
    if (options_.declared) return params;
    Rng fresh = Rng(options_.seed).split(static_cast<std::uint64_t>(number)).split("unseen");
    for (const Parameter& parameter : options_.space.parameters()) {
      ParamValue drawn = parameter.distribution.from_unit(fresh.uniform());
      params.try_emplace(parameter.name, std::move(drawn));
    }
    return options_.space.active(params);
  }

  void play(TrialRecord& record, const Pruner& pruner, const History& seen) const {
    const auto periodic = [&](std::int64_t every) { return every > 0 && record.number % every == every - 1; };
    std::vector<double> final_values;
    for (std::size_t k = 0; k < options_.objectives.size(); ++k) {
      const double sign = options_.objectives[k].direction == Direction::minimize ? 1 : -1;
      final_values.push_back(sign * loss(record.params, k));
    }
    const double begun = record.last_step().value_or(record.clone_step.value_or(0));
    for (int step = static_cast<int>(begun) + 1; step <= options_.steps; ++step) {
      std::vector<double> values = final_values;
      const double above = 1.0 / step - 1.0 / options_.steps;  // the curve falls to its final value
      for (std::size_t k = 0; k < values.size(); ++k) values[k] += seen.loss(above, k);
      const bool diverged = periodic(options_.diverges_every) && step == 2;
      if (diverged) values[0] = std::numeric_limits<double>::quiet_NaN();
      record.reports.push_back({static_cast<double>(step), std::move(values)});
      const Decision decision = pruner.decide(record, seen);
      if (diverged) return fail(record, "value became NaN at step 2");
      if (decision == Decision::pause) {
        record.state = TrialState::paused;
        return;
      }
      if (decision == Decision::stop) {
        record.state = TrialState::pruned;
        return;
      }
    }
    if (periodic(options_.fails_every)) return fail(record, "simulated");
    record.state = TrialState::complete;
    record.values = std::move(final_values);
  }

  static void fail(TrialRecord& record, std::string why) {
    record.state = TrialState::failed;
    record.why = std::move(why);
  }

  /// The next assignment sees so many results.
  void decide_view(std::size_t settled) {
    settled_ = settled;
    running_.clear();
    for (std::size_t i = settled_; i < results_.size(); ++i) {
      TrialRecord record = *results_[i];
      record.state = TrialState::running;
      record.values.clear();
      record.reports.clear();
      record.why.clear();
      running_.push_back(std::make_shared<const TrialRecord>(std::move(record)));
    }
    for (std::size_t i = 0; i < settled_; ++i) {
      for (const auto& [name, distribution] : results_[i]->distributions) {
        if (union_.find(name) == nullptr) union_.add(name, distribution);
      }
    }
  }

  SimulationOptions options_;
  std::vector<std::shared_ptr<const TrialRecord>> results_;
  std::vector<std::shared_ptr<const TrialRecord>> running_;
  std::size_t settled_ = 0;
  TrialNumber next_trial_ = 0;
  SearchSpace union_;
};

}  // namespace vernier
