// The default: chooses a rule for the study and says which.
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

/// Successive halving makes the most of units of the resource, the median rule of a number of trials: halving would
/// train only a few of them to their end.
class AutoPruner : public Pruner {
 public:
  Decision decide(const TrialRecord& trial, const History& history) const override {
    return chosen(history).decide(trial, history);
  }
  std::optional<TrialNumber> promote(const History& history) const override { return chosen(history).promote(history); }
  std::string describe() const override {
    return "auto: where trials are what is limited, " + median_->describe() + "; else " + asha_->describe();
  }

 private:
  [[nodiscard]] const Pruner& chosen(const History& history) const {
    if (!history.budget.trials && history.resource) return *asha_;
    return history.objectives.size() > 1 ? *none_ : *median_;
  }

  std::unique_ptr<Pruner> none_ = make_pruner("none");
  std::unique_ptr<Pruner> median_ = make_pruner("median");
  std::unique_ptr<Pruner> asha_ = make_pruner("asha");
};

}  // namespace

const PrunerInfo& pruner_auto() {
  static const PrunerInfo info{.name = "auto",
                               .summary =
                                   "chooses for the study: asha where epochs are limited, median where trials are "
                                   "(with several objectives none)",
                               .cites = "see asha and median",
                               .multi_objective = true,
                               .suits = "the default",
                               .options = option_table<NoOptions>(),
                               .make = &make_with<Pruner, AutoPruner, NoOptions>};
  return info;
}

}  // namespace vernier
