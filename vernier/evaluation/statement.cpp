#include <fmt/core.h>

#include <cmath>

#include "vernier/evaluation/assessment.hpp"

namespace vernier::evaluation {
namespace {

std::string number(double value) { return fmt::format("{:.4g}", value); }
std::string p_text(double p_value) { return p_value < 0.001 ? "p < 0.001" : fmt::format("p = {:.2g}", p_value); }

std::string interval_text(const Gain& gain) {
  return fmt::format("95 % interval {} to {}, {}", number(gain.low), number(gain.high), p_text(gain.p_value));
}

/// The mean of what a gain is about, over the trainings that did not fail.
double mean_score(const Assessment& assessment, const std::string& name, const Gain& gain) {
  double sum = 0;
  double count = 0;
  for (const Contender& contender : assessment.contenders) {
    if (contender.name != name) continue;
    for (const Repeat& repeat : contender.repeats) {
      const auto found = repeat.test.find(gain.metric);
      const bool on_test = gain.part == "test" && found != repeat.test.end();
      const double value = on_test ? found->second : repeat.validation;
      if (!repeat.why.empty() || !std::isfinite(value)) continue;
      sum += value;
      ++count;
    }
  }
  return sum / count;
}

std::string part_text(const Gain& gain) { return gain.part == "test" ? "the test part" : "the validation rows"; }

/// "accuracy on the test part is 0.9752 with trial 17 and 0.969 with default settings (means over 10 seeds)"
std::string scores_text(const Assessment& assessment, const Gain& gain) {
  return fmt::format("{} on {} is {} with {} and {} with {}{}", gain.metric, part_text(gain),
                     number(mean_score(assessment, gain.of, gain)), gain.of,
                     number(mean_score(assessment, gain.over, gain)), gain.over,
                     gain.pairs > 1 ? fmt::format(" (means over {} seeds)", gain.pairs) : ", each trained once");
}

/// "a gain of 0.0062 (95 % interval 0.0021 to 0.0103, p = 0.006)"
std::string gain_text(const Gain& gain) {
  const std::string size = fmt::format("{} of {}", gain.mean < 0 ? "a loss" : "a gain", number(std::abs(gain.mean)));
  return std::isfinite(gain.error) ? fmt::format("{} ({})", size, interval_text(gain)) : size;
}

std::string verdict(const Gain& gain) {
  if (gain.low > 0) return "Tuning helped";
  if (gain.high < 0) return "Tuning made it worse";
  return "No gain can be shown";
}

/// Of models that never differ an interval of no length would say too much.
std::string no_difference_text(const Assessment& assessment, const Gain& gain) {
  return fmt::format(
      "No gain can be shown: {}, and they err on the same rows with every seed. Of such rows they may still differ in "
      "up to "
      "{:.2g} (rule of three, 95 %).",
      scores_text(assessment, gain), 3.0 / static_cast<double>(assessment.test_rows));
}

std::string pairs_text(const Gain& gain) {
  return fmt::format(
      "{} of {} trainings were better than that with the same seed and {} (equals count half): the probability of an "
      "improvement is {:.2f} (95 % interval {:.2f} to {:.2f}).",
      gain.probability * static_cast<double>(gain.pairs), gain.pairs, gain.over, gain.probability, gain.probability_low,
      gain.probability_high);
}

std::string coverage_text(const Assessment& assessment, const Gain& gain) {
  const std::string limits = " What other training rows would change is not in it.";
  if (gain.part != "test")
    return "The interval holds for other seeds; the rows are those by which was chosen." + limits;
  const double seeds = gain.seed_error * gain.seed_error;
  const double rows = gain.row_error * gain.row_error;
  const int share = seeds + rows > 0 ? static_cast<int>(std::lround(100 * rows / (seeds + rows))) : 0;
  if (gain.pairs == 1) return "The interval holds for other test rows of the same kind, not for other seeds." + limits;
  std::string text = fmt::format(
      "The interval holds for other seeds and for other test rows of the same kind ({} % of its variance come from the "
      "{} "
      "rows).{}",
      share, assessment.test_rows, limits);
  if (gain.low <= 0 && gain.high >= 0 && seeds + rows > 0) {
    text += share > 50 ? " A smaller gain would show with more test rows."
                       : " A smaller gain would show with more seeds (--repeats).";
  }
  return text;
}

std::string random_text(const Assessment& assessment, const Gain& gain) {
  const bool found = gain.adjusted_p_value < 0.05;  // not the first question, so adjusted
  const std::string verdict = found && gain.mean > 0 ? "The search was better than random search"
                              : found                ? "Random search was better than the search"
                                                     : "No advantage over random search can be shown";
  const std::string cost = assessment.random_budget.empty()
                               ? ""
                               : fmt::format(", {} trials, {:.0f} epochs", assessment.random_budget.back().trials,
                                             assessment.random_budget.back().epochs);
  return fmt::format("{} (without pruning{}): {}, {}; {} beside the first question.", verdict, cost,
                     scores_text(assessment, gain), gain_text(gain), p_text(gain.adjusted_p_value));
}

std::string optimism_text(const Assessment& assessment, const Optimism& optimism) {
  const bool lower = assessment.objective.direction == Direction::minimize;
  const std::string seen =
      fmt::format("The search saw {} {} of {}; trained again it is {} on average (95 % interval {} to {})",
                  assessment.objective.name, number(optimism.value), optimism.of, number(optimism.repeated),
                  number(optimism.low), number(optimism.high));
  const bool flattered = lower ? optimism.value < optimism.low : optimism.value > optimism.high;
  if (!flattered) return seen + ": no contradiction to what the search saw.";
  return fmt::format("{}: the best of many trials looks better than it is, here by {}.", seen,
                     number(std::abs(optimism.repeated - optimism.value)));
}

/// How many random trials are expected to reach what the study reached.
std::string budget_text(const Assessment& assessment) {
  if (assessment.study_budget.empty() || assessment.random_budget.empty()) return {};
  const bool lower = assessment.objective.direction == Direction::minimize;
  const BudgetPoint& reached = assessment.study_budget.back();
  const std::string study = fmt::format("What the study reached in {} trials ({} {}, {:.0f} epochs)", reached.trials,
                                        assessment.objective.name, number(reached.value), reached.epochs);
  for (const BudgetPoint& point : assessment.random_budget) {
    if (lower ? point.value > reached.value : point.value < reached.value) continue;
    return fmt::format("{}, random search is expected to reach in {} trials ({:.0f} epochs).", study, point.trials,
                       point.epochs);
  }
  const BudgetPoint& last = assessment.random_budget.back();
  return fmt::format("{}, random search is not expected to reach in {} trials ({:.0f} epochs): there it expects {}.",
                     study, last.trials, last.epochs, number(last.value));
}

std::string outlook_text(const Assessment& assessment, const Outlook& outlook) {
  return fmt::format(
      "Twice the budget of random search, {} trials instead of {}, is expected to improve {} by {} (95 % of "
      "resampling: "
      "{} to {}), if its gains go on falling as they fell; a search that learns may differ.",
      2 * outlook.trials, outlook.trials, assessment.objective.name, number(outlook.gain), number(outlook.low),
      number(outlook.high));
}

std::string nested_text(const NestedGain& nested) {
  const std::string verdict = nested.low > 0    ? "tuning helps"
                              : nested.high < 0 ? "tuning makes it worse"
                                                : "no gain can be shown";
  return fmt::format(
      "With other training rows, the whole search repeated in {} folds (nested cross-validation), {}: a {} of {} in {} "
      "(95 % "
      "interval {} to {} by the corrected resampled t-test, {}).",
      nested.folds, verdict, nested.mean < 0 ? "loss" : "gain", number(std::abs(nested.mean)), nested.metric,
      number(nested.low), number(nested.high), p_text(nested.p_value));
}

}  // namespace

std::vector<std::string> statement(const Assessment& assessment) {
  std::vector<std::string> sentences;
  if (!assessment.gains.empty()) {
    const Gain& first = assessment.gains.front();
    if (first.error == 0 && first.mean == 0 && first.part == "test") {
      sentences.push_back(no_difference_text(assessment, first));
    } else if (std::isfinite(first.error)) {
      sentences.push_back(fmt::format("{}: {}, {}.", verdict(first), scores_text(assessment, first), gain_text(first)));
      if (first.pairs > 1) sentences.push_back(pairs_text(first));
      sentences.push_back(coverage_text(assessment, first));
    } else {
      sentences.push_back(fmt::format("What tuning gained was seen once and may be chance: {}, {}.",
                                      scores_text(assessment, first), gain_text(first)));
    }
    if (assessment.overtuned) {
      sentences.emplace_back(
          "Warning: the validation part improved and the test part did not; the search has fitted its validation rows. "
          "More validation rows or fewer trials help, more trials do not.");
    }
    const Gain* random = assessment.find_gain(first.of, "random search", first.part);
    if (random != nullptr && std::isfinite(random->error)) sentences.push_back(random_text(assessment, *random));
  }
  if (assessment.nested && assessment.nested->gains.size() > 1) sentences.push_back(nested_text(*assessment.nested));
  if (assessment.optimism) sentences.push_back(optimism_text(assessment, *assessment.optimism));
  if (std::string budget = budget_text(assessment); !budget.empty()) sentences.push_back(std::move(budget));
  if (assessment.outlook) sentences.push_back(outlook_text(assessment, *assessment.outlook));
  return sentences;
}

}  // namespace vernier::evaluation
