// Stops a trial that is worse than half of the others were at the same step.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/math/statistics.hpp"
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

struct MedianOptions {
  std::int64_t startup = 5;
  double warmup = 5;
  std::int64_t interval = 1;
  static void describe(OptionFields<MedianOptions>& field) {
    field("startup", &MedianOptions::startup, "complete trials before any is stopped").at_least(1);
    field("warmup", &MedianOptions::warmup, "a trial is never stopped at or before this step").at_least(0);
    field("interval", &MedianOptions::interval, "reports between two judgements of a trial").at_least(1);
  }
};

/// The trial's best value so far is held against the median of the best values that the others had by the same step.
/// Others are the complete trials and those pruned later than that step: to leave the pruned ones out would compare
/// with the better half alone. A complete trial that ended before the step carries its best value on.
class MedianPruner : public Pruner {
 public:
  explicit MedianPruner(MedianOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    if (trial.reports.empty()) return Decision::keep;
    const double step = trial.reports.back().step;
    if (std::isnan(trial.reports.back().values.at(0))) return Decision::stop;
    if (step <= options_.warmup || static_cast<std::int64_t>(trial.reports.size()) % options_.interval != 0) {
      return Decision::keep;
    }
    std::vector<double> others;
    std::int64_t complete = 0;
    for (const TrialRecord* other : history.trials()) {
      if (other->number == trial.number || other->reports.empty()) continue;
      const bool ended = other->state == TrialState::complete;
      complete += ended ? 1 : 0;
      if (ended || (other->state == TrialState::pruned && *other->last_step() >= step)) {
        others.push_back(best_by(*other, step, history));
      }
    }
    if (complete < options_.startup) return Decision::keep;
    return best_by(trial, step, history) > median(std::move(others)) ? Decision::stop : Decision::keep;
  }

  std::string describe() const override {
    return fmt::format(
        "median: stops a trial that is worse than the median of the others at its step (after {} complete trials and "
        "step {:g})",
        options_.startup, options_.warmup);
  }

 private:
  /// The least loss reported up to and including `step`.
  static double best_by(const TrialRecord& trial, double step, const History& history) {
    double best = std::numeric_limits<double>::infinity();
    for (const Report& report : trial.reports) {
      if (report.step > step) break;
      const double loss = history.loss(report.values[0]);
      if (!std::isnan(loss)) best = std::min(best, loss);
    }
    return best;
  }

  MedianOptions options_;
};

}  // namespace

const PrunerInfo& pruner_median() {
  static const PrunerInfo info{.name = "median",
                               .summary = "stops a trial that is worse than half of the others were at the same step",
                               .cites = "Golovin et al. 2017, Google Vizier, section 3.5.2",
                               .options = option_table<MedianOptions>(),
                               .make = &make_with<Pruner, MedianPruner, MedianOptions>};
  return info;
}

}  // namespace vernier
