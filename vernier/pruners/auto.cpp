// The default: chooses a rule for the study and says which.
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

class AutoPruner : public Pruner {
 public:
  Decision decide(const TrialRecord& trial, const History& history) const override {
    return history.objectives.size() > 1 ? Decision::keep : chosen_->decide(trial, history);
  }
  std::optional<TrialNumber> promote(const History& history) const override { return chosen_->promote(history); }
  std::string describe() const override { return "auto: " + chosen_->describe(); }

 private:
  std::unique_ptr<Pruner> chosen_ = make_pruner("median");
};

}  // namespace

const PrunerInfo& pruner_auto() {
  static const PrunerInfo info{.name = "auto",
                               .summary = "chooses for the study; the median rule for one objective, none for several",
                               .cites = "see median",
                               .multi_objective = true,
                               .options = option_table<NoOptions>(),
                               .make = &make_with<Pruner, AutoPruner, NoOptions>};
  return info;
}

}  // namespace vernier
