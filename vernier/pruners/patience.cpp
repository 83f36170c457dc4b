// Stops a trial that no longer improves.
#include <fmt/core.h>

#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/curves.hpp"

namespace vernier {
namespace {

struct PatienceOptions {
  std::int64_t patience = 10;
  double min_delta = 0;
  Component then;
  static void describe(OptionFields<PatienceOptions>& field) {
    field("patience", &PatienceOptions::patience, "reports without an improvement that are borne").at_least(1);
    field("min_delta", &PatienceOptions::min_delta, "a smaller improvement is none").at_least(0);
    field("then", &PatienceOptions::then, "a pruner that decides about trials that do not improve; none: they stop");
  }
};

class PatiencePruner : public Pruner {
 public:
  explicit PatiencePruner(PatienceOptions options) : options_(std::move(options)) {
    if (!options_.then.empty()) then_ = make_pruner(options_.then);
  }

  Decision decide(const TrialRecord& trial, const History& history) const override {
    if (trial.reports.empty()) return Decision::keep;
    if (diverged(trial)) return Decision::stop;
    if (std::ssize(trial.reports) <= options_.patience) return Decision::keep;
    const Report& borne = trial.reports[trial.reports.size() - 1 - static_cast<std::size_t>(options_.patience)];
    const double before = best_by(trial, borne.step, history);
    if (best_by(trial, trial.reports.back().step, history) < before - options_.min_delta) return Decision::keep;
    return then_ ? then_->decide(trial, history) : Decision::stop;
  }
  std::optional<TrialNumber> promote(const History& history) const override {
    return then_ ? then_->promote(history) : std::nullopt;
  }
  std::string describe() const override {
    return fmt::format("patience: {} a trial that has not improved for {} reports{}", then_ ? "judges" : "stops",
                       options_.patience, then_ ? ", by " + then_->describe() : "");
  }

 private:
  PatienceOptions options_;
  std::unique_ptr<Pruner> then_;
};

}  // namespace

const PrunerInfo& pruner_patience() {
  static const PrunerInfo info{
      .name = "patience",
      .summary = "stops a trial that no longer improves, or lets another pruner decide about it",
      .cites = "Prechelt 1998, Early stopping - but when?",
      .suits = "trials that have no early stopping of their own",
      .options = option_table<PatienceOptions>(),
      .make = &make_with<Pruner, PatiencePruner, PatienceOptions>};
  return info;
}

}  // namespace vernier
