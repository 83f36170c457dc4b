// Stops a trial whose learning curve will hardly come below the best result.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/math/learning_curve.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/curves.hpp"

namespace vernier {
namespace {

struct CurveOptions {
  double chance = 0.05;
  double warmup = 0.3;
  std::int64_t startup = 5;
  static void describe(OptionFields<CurveOptions>& field) {
    field("chance", &CurveOptions::chance, "a trial that is less likely to become the best is stopped").between(0, 1);
    field("warmup", &CurveOptions::warmup, "the share of the steps of a whole trial within which none is stopped")
        .between(0, 1);
    field("startup", &CurveOptions::startup, "complete trials before any is stopped").at_least(1);
  }
};

/// A whole trial has the most steps of the resource, or as many as the longest complete trial.
class CurvePruner : public Pruner {
 public:
  explicit CurvePruner(CurveOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    if (trial.reports.empty()) return Decision::keep;
    if (diverged(trial)) return Decision::stop;
    const std::vector<const TrialRecord*> complete = history.complete();
    if (std::ssize(complete) < options_.startup) return Decision::keep;
    double whole = 0;
    for (const TrialRecord* other : complete) whole = std::max(whole, other->last_step().value_or(0));
    if (history.resource) whole = history.resource->max;
    const double step = trial.reports.back().step;
    const double best = history.loss(best_trial(history)->values[0]);
    if (step < options_.warmup * whole || step >= whole || best_by(trial, step, history) < best) return Decision::keep;
    std::vector<double> steps, losses;
    for (const Report& report : trial.reports) {
      const double loss = history.loss(report.values[0]);
      if (!std::isfinite(loss) || !(report.step > 0)) continue;
      steps.push_back(report.step);
      losses.push_back(loss);
    }
    return probability_below(steps, losses, whole, best) < options_.chance ? Decision::stop : Decision::keep;
  }
  std::string describe() const override {
    return fmt::format(
        "curve: stops a trial that by its learning curve has less than {:g} % chance to become the best, after {:g} % "
        "of "
        "its steps",
        100 * options_.chance, 100 * options_.warmup);
  }

 private:
  CurveOptions options_;
};

}  // namespace

const PrunerInfo& pruner_curve() {
  static const PrunerInfo info{
      .name = "curve",
      .summary = "stops a trial whose learning curve, carried on, will hardly become the best",
      .cites =
          "Domhan, Springenberg, Hutter 2015, Speeding up automatic hyperparameter optimization of deep neural "
          "networks by extrapolation of learning curves",
      .suits = "long smooth curves",
      .options = option_table<CurveOptions>(),
      .make = &make_with<Pruner, CurvePruner, CurveOptions>};
  return info;
}

}  // namespace vernier
