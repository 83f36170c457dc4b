// Lets every trial run to its end.
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

class NonePruner : public Pruner {
 public:
  Decision decide(const TrialRecord&, const History&) const override { return Decision::keep; }
  std::string describe() const override { return "none: every trial runs to its end"; }
};

}  // namespace

const PrunerInfo& pruner_none() {
  static const PrunerInfo info{.name = "none",
                               .summary = "every trial runs to its end",
                               .cites = "-",
                               .multi_objective = true,
                               .suits = "short trials, and results that must all be complete",
                               .options = option_table<NoOptions>(),
                               .make = &make_with<Pruner, NonePruner, NoOptions>};
  return info;
}

}  // namespace vernier
