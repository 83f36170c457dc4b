// Stops a trial that is not among the best share of the others at the same step.
#include <fmt/core.h>

#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/percentile_rule.hpp"

namespace vernier {
namespace {

struct PercentileOptions {
  double percentile = 25;
  std::int64_t startup = 5;
  double warmup = 5;
  std::int64_t interval = 1;
  static void describe(OptionFields<PercentileOptions>& field) {
    field("percentile", &PercentileOptions::percentile, "the share of the others, in percent, to keep up with")
        .between(0, 100);
    field("startup", &PercentileOptions::startup, "complete trials before any is stopped").at_least(1);
    field("warmup", &PercentileOptions::warmup, "a trial is never stopped at or before this step").at_least(0);
    field("interval", &PercentileOptions::interval, "reports between two judgements of a trial").at_least(1);
  }
};

class PercentilePruner : public Pruner {
 public:
  explicit PercentilePruner(PercentileOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    return judge({options_.percentile, options_.startup, options_.warmup, options_.interval}, trial, history);
  }
  std::string describe() const override {
    return fmt::format(
        "percentile: stops a trial that is not among the best {:g} % of the others at its step (after {} complete "
        "trials and step {:g})",
        options_.percentile, options_.startup, options_.warmup);
  }

 private:
  PercentileOptions options_;
};

}  // namespace

const PrunerInfo& pruner_percentile() {
  static const PrunerInfo info{
      .name = "percentile",
      .summary = "stops a trial that is not among the best share of the others at its step",
      .cites = "Akiba et al. 2019, Optuna; the median rule of Golovin et al. 2017 with another share",
      .suits = "as median, when it should stop fewer or more",
      .options = option_table<PercentileOptions>(),
      .make = &make_with<Pruner, PercentilePruner, PercentileOptions>};
  return info;
}

}  // namespace vernier
