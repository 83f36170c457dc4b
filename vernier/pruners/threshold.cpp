// Stops a trial whose value leaves a range.
#include <fmt/core.h>

#include <cmath>

#include "vernier/base/text.hpp"
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

struct ThresholdOptions {
  std::optional<double> lower;
  std::optional<double> upper;
  double warmup = 0;
  static void describe(OptionFields<ThresholdOptions>& field) {
    field("lower", &ThresholdOptions::lower, "a value below this stops the trial");
    field("upper", &ThresholdOptions::upper, "a value above this stops the trial");
    field("warmup", &ThresholdOptions::warmup, "a trial is never stopped at or before this step").at_least(0);
  }
};

/// Of several objectives the first.
class ThresholdPruner : public Pruner {
 public:
  explicit ThresholdPruner(ThresholdOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History&) const override {
    if (trial.reports.empty() || trial.reports.back().step <= options_.warmup) return Decision::keep;
    const double value = trial.reports.back().values.at(0);
    const bool inside = value >= options_.lower.value_or(-INFINITY) && value <= options_.upper.value_or(INFINITY);
    return inside ? Decision::keep : Decision::stop;
  }
  std::string describe() const override {
    const auto bound = [](const std::optional<double>& value) { return value ? format_number(*value) : "none"; };
    return fmt::format("threshold: stops a trial whose value leaves the range from {} to {} after step {:g}",
                       bound(options_.lower), bound(options_.upper), options_.warmup);
  }

 private:
  ThresholdOptions options_;
};

}  // namespace

const PrunerInfo& pruner_threshold() {
  static const PrunerInfo info{.name = "threshold",
                               .summary = "stops a trial whose value leaves a range",
                               .cites = "a rule without a source; Optuna has one of the same name",
                               .multi_objective = true,
                               .suits = "a bound that is known beforehand",
                               .options = option_table<ThresholdOptions>(),
                               .make = &make_with<Pruner, ThresholdPruner, ThresholdOptions>};
  return info;
}

}  // namespace vernier
