// Stops a trial that is worse than half of the others were at the same step.
#include <fmt/core.h>

#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/percentile_rule.hpp"

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

class MedianPruner : public Pruner {
 public:
  explicit MedianPruner(MedianOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    return judge({50, options_.startup, options_.warmup, options_.interval}, trial, history);
  }
  std::string describe() const override {
    return fmt::format(
        "median: stops a trial that is worse than the median of the others at its step (after {} complete trials and "
        "step {:g})",
        options_.startup, options_.warmup);
  }

 private:
  MedianOptions options_;
};

}  // namespace

const PrunerInfo& pruner_median() {
  static const PrunerInfo info{.name = "median",
                               .summary = "stops a trial that is worse than half of the others were at the same step",
                               .cites = "Golovin et al. 2017, Google Vizier, section 3.5.2",
                               .suits = "a few dozen trials with curves that seldom cross",
                               .options = option_table<MedianOptions>(),
                               .make = &make_with<Pruner, MedianPruner, MedianOptions>};
  return info;
}

}  // namespace vernier
