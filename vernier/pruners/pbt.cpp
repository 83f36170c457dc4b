// Population-based training: all train in turns, and of those that fall behind the place is taken by another.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/curves.hpp"
#include "vernier/pruners/support/halving.hpp"

namespace vernier {
namespace {

struct PbtPrunerOptions {
  std::int64_t population = 10;
  std::optional<double> interval;
  double quantile = 0.25;
  static void describe(OptionFields<PbtPrunerOptions>& field) {
    field("population", &PbtPrunerOptions::population, "how many trials train in turns").between(2, 10'000);
    field("interval", &PbtPrunerOptions::interval,
          "steps between two comparisons; by default a tenth of the most that a trial trains, at least the least of "
          "the resource")
        .above(0);
    field("quantile", &PbtPrunerOptions::quantile, "the share that is stopped at each comparison")
        .above(0)
        .at_most(0.5);
  }
};

class PbtPruner : public Pruner {
 public:
  explicit PbtPruner(PbtPrunerOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    if (trial.reports.empty()) return Decision::keep;
    if (diverged(trial)) return Decision::stop;
    const std::size_t count = trial.reports.size();
    const double step = trial.reports.back().step;
    const double before = count > 1 ? trial.reports[count - 2].step : trial.clone_step.value_or(0);
    if (const auto last = last_step_of(history); last && step >= *last) return Decision::keep;
    const double interval = interval_of(history);
    if (std::floor(step / interval) <= std::floor(before / interval)) return Decision::keep;

    // What each had then, not its best until then: its weights are those of now.
    const auto loss_at = [&](const TrialRecord& one) { return last_losses_by(one, step, history).front(); };
    const std::pair own{loss_at(trial), trial.number};
    double cohort = 1, better = 0;
    for (const TrialRecord* other : history.trials()) {
      const bool here = other->number != trial.number && reaches(*other, step) && other->reports.front().step <= step;
      if (!here) continue;
      ++cohort;
      better += std::pair{loss_at(*other), other->number} < own ? 1 : 0;
    }
    return better >= cohort - std::floor(cohort * options_.quantile) ? Decision::stop : Decision::pause;
  }

  /// The one that is furthest behind in steps, once the population is complete and nobody has to be replaced.
  std::optional<TrialNumber> promote(const History& history) const override {
    const std::vector<const TrialRecord*> trials = history.trials();
    const bool more = !history.budget.trials || history.next_trial < *history.budget.trials;
    const auto lost = std::count_if(trials.begin(), trials.end(), [](const TrialRecord* trial) {
      return trial->state == TrialState::pruned || trial->state == TrialState::failed;
    });
    if (more && history.next_trial < options_.population + lost) return std::nullopt;
    std::set<TrialNumber> running;
    for (const auto& record : history.running) running.insert(record->number);
    const TrialRecord* next = nullptr;
    for (const TrialRecord* trial : trials) {
      if (trial->state != TrialState::paused || running.contains(trial->number)) continue;
      if (next == nullptr || trial->last_step() < next->last_step()) next = trial;
    }
    if (next == nullptr) return std::nullopt;
    return next->number;
  }

  std::string describe() const override {
    return fmt::format("pbt: {} trials train in turns, and the worst {:g} % of each turn are replaced",
                       options_.population, 100 * options_.quantile);
  }

 private:
  [[nodiscard]] double interval_of(const History& history) const {
    const double least = history.resource ? history.resource->min : 1;
    return options_.interval.value_or(std::max(least, std::ceil(last_step_of(history).value_or(0) / 10)));
  }

  PbtPrunerOptions options_;
};

}  // namespace

const PrunerInfo& pruner_pbt() {
  static const PrunerInfo info{
      .name = "pbt",
      .summary = "a population trains in turns, the worst of each turn are replaced; belongs to the sampler pbt",
      .cites = "Jaderberg et al. 2017, Population based training of neural networks",
      .resumes = true,
      .suits = "the sampler pbt",
      .options = option_table<PbtPrunerOptions>(),
      .make = &make_with<Pruner, PbtPruner, PbtPrunerOptions>};
  return info;
}

}  // namespace vernier
