// Asynchronous successive halving: at each rung the best go on, the others wait.
#include <fmt/core.h>

#include <cmath>

#include "vernier/base/text.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/halving.hpp"

namespace vernier {
namespace {

struct AshaOptions {
  double reduction = 3;
  std::optional<double> grace;
  std::string others = "pause";
  static void describe(OptionFields<AshaOptions>& field) {
    field("reduction", &AshaOptions::reduction, "of so many trials at a rung one goes on").at_least(2);
    field("grace", &AshaOptions::grace,
          "the first rung; by default a twentieth of the most that a trial trains, at least the least of the resource")
        .above(0);
    field("others", &AshaOptions::others, "pause: they are resumed when they are among the best; stop: they end")
        .one_of({"pause", "stop"});
  }
};

class AshaPruner : public Pruner {
 public:
  explicit AshaPruner(AshaOptions options) : options_(std::move(options)) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    return rule(history).decide(trial, history);
  }
  std::optional<TrialNumber> promote(const History& history) const override { return rule(history).promote(history); }
  std::string describe() const override {
    return fmt::format("asha: of {:g} trials at a rung one goes on, the others {}", options_.reduction,
                       options_.others == "pause" ? "wait" : "end");
  }

 private:
  [[nodiscard]] Halving rule(const History& history) const {
    Halving rule{.reduction = options_.reduction, .last = last_step_of(history), .pause = options_.others == "pause"};
    const double least = history.resource ? history.resource->min : 1;
    rule.first = options_.grace.value_or(std::max(least, std::ceil(rule.last.value_or(0) / 20)));
    return rule;
  }

  AshaOptions options_;
};

}  // namespace

const PrunerInfo& pruner_asha() {
  static const PrunerInfo info{
      .name = "asha",
      .summary = "asynchronous successive halving: at each rung the best third goes on, the others wait",
      .cites = "Li et al. 2020, A system for massively parallel hyperparameter tuning",
      .aliases = {"successive_halving", "sha"},
      .multi_objective = true,
      .resumes = true,
      .suits = "many trials and a limited number of epochs",
      .options = option_table<AshaOptions>(),
      .make = &make_with<Pruner, AshaPruner, AshaOptions>};
  return info;
}

}  // namespace vernier
