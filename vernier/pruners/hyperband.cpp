// Hyperband: successive halvings that begin at different rungs, for curves that cross.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "vernier/pruners/pruner.hpp"
#include "vernier/pruners/support/halving.hpp"

namespace vernier {
namespace {

struct HyperbandOptions {
  double reduction = 3;
  std::optional<double> grace;
  std::int64_t brackets = 4;
  std::string others = "pause";
  static void describe(OptionFields<HyperbandOptions>& field) {
    field("reduction", &HyperbandOptions::reduction, "of so many trials at a rung one goes on").at_least(2);
    field("grace", &HyperbandOptions::grace,
          "the first rung of the first bracket; by default the least of the resource")
        .above(0);
    field("brackets", &HyperbandOptions::brackets, "at most so many; each begins one rung later").between(1, 20);
    field("others", &HyperbandOptions::others, "pause: they are resumed when they are among the best; stop: they end")
        .one_of({"pause", "stop"});
  }
};

constexpr double most_turns = 1e6;  // later brackets would begin after more trials than anybody runs

/// A trial belongs to a bracket by its number. The brackets get about the same resource: the more a trial of it needs
/// at its first rung, the fewer trials (Li et al. 2018: bracket s of s_max + 1 begins (s_max + 1) / (s + 1) *
/// reduction^s trials).
class HyperbandPruner : public Pruner {
 public:
  explicit HyperbandPruner(HyperbandOptions options) : options_(std::move(options)) {}

  Decision decide(const TrialRecord& trial, const History& history) const override {
    for (const Halving& bracket : brackets(history)) {
      if (bracket.has(trial.number)) return bracket.decide(trial, history);
    }
    return Decision::keep;
  }
  std::optional<TrialNumber> promote(const History& history) const override {
    for (const Halving& bracket : brackets(history)) {
      if (const auto trial = bracket.promote(history)) return trial;
    }
    return std::nullopt;
  }
  std::string describe() const override {
    return fmt::format(
        "hyperband: up to {} successive halvings that begin at different rungs, of {:g} trials one goes on",
        options_.brackets, options_.reduction);
  }

 private:
  [[nodiscard]] std::vector<Halving> brackets(const History& history) const {
    Halving rule{.reduction = options_.reduction, .last = last_step_of(history), .pause = options_.others == "pause"};
    rule.first = options_.grace.value_or(history.resource ? history.resource->min : 1);
    auto count = static_cast<std::size_t>(options_.brackets);
    if (rule.last) {
      const double rungs =
          std::ceil(std::log(std::max(1.0, *rule.last / rule.first)) / std::log(rule.reduction) - 1e-9);
      count = std::min(count, static_cast<std::size_t>(std::max(1.0, rungs)));
    }
    while (count > 1 && turns_of(count) > most_turns) --count;
    std::vector<Halving> all(count, rule);
    TrialNumber turns = 0;
    for (std::size_t k = 0; k < count; ++k) {
      all[k].first = rule.first * std::pow(rule.reduction, static_cast<double>(k));
      all[k].begin = turns;
      turns += static_cast<TrialNumber>(trials_of(k, count));
      all[k].end = turns;
    }
    for (Halving& bracket : all) {
      bracket.turns = turns;
      bracket.stride = spread(turns);
    }
    return all;
  }

  /// The trials of bracket k among those of a round of all brackets.
  [[nodiscard]] double trials_of(std::size_t k, std::size_t count) const {
    const auto left = static_cast<double>(count - 1 - k);  // s
    return std::ceil(static_cast<double>(count) / (left + 1) * std::pow(options_.reduction, left));
  }
  [[nodiscard]] double turns_of(std::size_t count) const {
    double turns = 0;
    for (std::size_t k = 0; k < count; ++k) turns += trials_of(k, count);
    return turns;
  }

  /// Brackets come in turn, since those of few trials would else begin late: the turn of a trial is its number times a
  /// factor whose inverse modulo `turns` lies near the golden section.
  static TrialNumber spread(TrialNumber turns) {
    auto golden = std::max<TrialNumber>(1, std::llround(0.618 * static_cast<double>(turns)));
    while (std::gcd(golden, turns) != 1) ++golden;
    TrialNumber inverse = 1, next = 0, rest = turns, divisor = golden;  // Euclid's algorithm
    for (TrialNumber known = 0; divisor > 1; known = inverse, inverse = next) {
      const TrialNumber quotient = rest / divisor;
      next = known - quotient * inverse;
      rest = std::exchange(divisor, rest % divisor);
    }
    return (inverse % turns + turns) % turns;
  }

  HyperbandOptions options_;
};

}  // namespace

const PrunerInfo& pruner_hyperband() {
  static const PrunerInfo info{
      .name = "hyperband",
      .summary = "successive halvings that begin at different rungs, for curves that cross",
      .cites = "Li et al. 2018, Hyperband: A novel bandit-based approach to hyperparameter optimization",
      .multi_objective = true,
      .resumes = true,
      .suits = "curves that cross: bad beginnings that end well",
      .options = option_table<HyperbandOptions>(),
      .make = &make_with<Pruner, HyperbandPruner, HyperbandOptions>};
  return info;
}

}  // namespace vernier
