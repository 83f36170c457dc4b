// Stops a trial that is significantly worse than the best one on the folds or instances that both have seen.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vernier/math/signed_rank.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/curves.hpp"

namespace vernier {
namespace {

struct WilcoxonOptions {
  double p_threshold = 0.1;
  std::int64_t startup = 2;
  static void describe(OptionFields<WilcoxonOptions>& field) {
    field("p_threshold", &WilcoxonOptions::p_threshold, "a trial whose p-value is below this is stopped").between(0, 1);
    field("startup", &WilcoxonOptions::startup, "folds or instances before any trial is stopped").at_least(1);
  }
};

/// A step is a fold or an instance, and a report its own value, not that of a curve: they are compared pair by pair
/// with those of the best complete trial, and need not come in the same order of difficulty.
class WilcoxonPruner : public Pruner {
 public:
  explicit WilcoxonPruner(WilcoxonOptions options) : options_(options) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    if (diverged(trial)) return Decision::stop;
    const TrialRecord* best = best_trial(history);
    if (best == nullptr || best->number == trial.number) return Decision::keep;
    std::vector<double> differences;
    for (const Report& report : trial.reports) {
      const auto same = std::find_if(best->reports.begin(), best->reports.end(),
                                     [&](const Report& other) { return other.step == report.step; });
      if (same == best->reports.end()) continue;
      const double difference = history.loss(report.values[0]) - history.loss(same->values[0]);
      if (std::isfinite(difference)) differences.push_back(difference);
    }
    if (std::ssize(differences) < options_.startup) return Decision::keep;
    // Where a few large differences speak for the trial its mean may yet be the better one.
    if (std::accumulate(differences.begin(), differences.end(), 0.0) <= 0) return Decision::keep;
    return signed_rank_upper_tail(differences) < options_.p_threshold ? Decision::stop : Decision::keep;
  }
  std::string describe() const override {
    return fmt::format("wilcoxon: stops a trial that is worse than the best on the folds of both, p below {:g}",
                       options_.p_threshold);
  }

 private:
  WilcoxonOptions options_;
};

}  // namespace

const PrunerInfo& pruner_wilcoxon() {
  static const PrunerInfo info{
      .name = "wilcoxon",
      .summary = "stops a trial that is significantly worse than the best on the folds or instances of both",
      .cites = "Wilcoxon 1945; a rule of Optuna 3.6",
      .suits = "cross-validation: each report is a fold",
      .options = option_table<WilcoxonOptions>(),
      .make = &make_with<Pruner, WilcoxonPruner, WilcoxonOptions>};
  return info;
}

}  // namespace vernier
