#include "vernier/importance/factor_analysis.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "vernier/base/errors.hpp"
#include "vernier/importance/support/factor_levels.hpp"
#include "vernier/math/distributions.hpp"
#include "vernier/math/main_effects.hpp"

namespace vernier {
namespace {

void check_analysis(const History& history, const FactorAnalysisOptions& options) {
  if (options.bins < 2 || options.bins > 64) {
    throw InvalidArgument(fmt::format("{} groups of values", options.bins), "2 to 64");
  }
  if (!(options.confidence > 0 && options.confidence < 1)) {
    throw InvalidArgument(fmt::format("a confidence of {}", options.confidence), "above 0 and below 1");
  }
  if (options.objective >= history.objectives.size()) {
    throw InvalidArgument(fmt::format("objective {} of a study with {}", options.objective, history.objectives.size()),
                          "an objective of the study, counted from 0");
  }
}

// The table of all trials but the last `left_out` ones.
FactorTable factor_table(const LeveledTrials& leveled, const std::vector<double>& values, std::size_t left_out) {
  FactorTable table;
  for (const LeveledFactor& factor : leveled.factors) table.levels.push_back(factor.levels());
  for (std::size_t i = 0; i + left_out < values.size(); ++i) {
    std::vector<int>& row = table.cells.emplace_back();
    for (const LeveledFactor& factor : leveled.factors) row.push_back(factor.cells[i]);
    table.values.push_back(values[i]);
  }
  return table;
}

// Rows of equal levels become one, with the signal-to-noise ratio of their values.
FactorTable signal_table(const FactorTable& table, Direction direction) {
  std::map<std::vector<int>, std::vector<double>> groups;
  for (std::size_t i = 0; i < table.cells.size(); ++i) groups[table.cells[i]].push_back(table.values[i]);
  FactorTable result;
  result.levels = table.levels;
  for (const auto& [row, values] : groups) {
    result.cells.push_back(row);
    result.values.push_back(signal_to_noise(values, direction));
    if (!std::isfinite(result.values.back())) {
      throw InvalidState("a value of 0 has no signal-to-noise ratio", "values other than 0",
                         "Analyse the values themselves.");
    }
  }
  return result;
}

std::vector<FactorReport> factor_reports(const LeveledTrials& leveled, const MainEffects& fit, bool less_is_better) {
  std::vector<FactorReport> reports;
  for (std::size_t j = 0; j < leveled.factors.size(); ++j) {
    const LeveledFactor& factor = leveled.factors[j];
    FactorReport report;
    report.name = factor.name;
    report.grouped = factor.grouped;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t level = 0; level < factor.labels.size(); ++level) {
      const double mean = fit.mean + fit.effects[j][level];
      report.levels.push_back(
          {factor.labels[level], factor.values[level], fit.counts[j][level], fit.averages[j][level], mean});
      if (std::isnan(mean)) continue;
      const bool better = less_is_better ? mean < low : mean > high;
      if (better && factor.values[level]) report.best = level;
      low = std::min(low, mean);
      high = std::max(high, mean);
    }
    report.range = high - low;
    report.freedom = fit.freedom[j];
    report.sum_squares = fit.sum_squares[j];
    report.share = fit.total_squares > 0 ? std::min(1.0, report.sum_squares / fit.total_squares) : 0.0;
    report.mean_square = report.freedom > 0 ? report.sum_squares / report.freedom : 0.0;
    reports.push_back(std::move(report));
  }
  std::vector<FactorReport*> order;
  for (FactorReport& report : reports) order.push_back(&report);
  std::stable_sort(order.begin(), order.end(),
                   [](const FactorReport* a, const FactorReport* b) { return a->range > b->range; });
  for (std::size_t i = 0; i < order.size(); ++i) order[i]->rank = static_cast<int>(i) + 1;
  return reports;
}

void pool_factors(FactorAnalysis& analysis, ErrorPooling pooling) {
  if (pooling == ErrorPooling::never || (pooling == ErrorPooling::when_saturated && analysis.error_freedom > 0)) return;
  std::vector<FactorReport*> order;
  for (FactorReport& factor : analysis.factors) {
    if (factor.freedom > 0) order.push_back(&factor);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const FactorReport* a, const FactorReport* b) { return a->sum_squares < b->sum_squares; });
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    if (2 * (analysis.error_freedom + order[i]->freedom) > analysis.total_freedom) break;
    order[i]->pooled = true;
    analysis.error_freedom += order[i]->freedom;
    analysis.error_squares += order[i]->sum_squares;
  }
}

void test_factors(FactorAnalysis& analysis) {
  const double total = analysis.total_squares;
  if (analysis.error_freedom > 0) analysis.error_mean_square = analysis.error_squares / analysis.error_freedom;
  const double error = analysis.error_mean_square.value_or(0);
  analysis.error_contribution = total > 0 ? 100.0 : 0.0;
  for (FactorReport& factor : analysis.factors) {
    if (factor.pooled || factor.freedom == 0) continue;
    factor.contribution = total > 0 ? 100 * (factor.sum_squares - factor.freedom * error) / total : 0.0;
    analysis.error_contribution -= factor.contribution;
    if (!analysis.error_mean_square) continue;
    factor.f = error > 0 ? factor.mean_square / error : std::numeric_limits<double>::infinity();
    if (factor.mean_square == 0) factor.f = 0;
    factor.p = f_upper_tail(*factor.f, factor.freedom, analysis.error_freedom);
  }
}

// Half the width of an interval whose variance is `variance` times the error's.
std::optional<double> interval_half_width(const FactorAnalysis& analysis, double variance, double confidence) {
  if (!analysis.error_mean_square || !std::isfinite(variance)) return std::nullopt;
  return std::sqrt(f_upper_quantile(1 - confidence, 1, analysis.error_freedom) * *analysis.error_mean_square *
                   variance);
}

class OptimumFinder {
 public:
  OptimumFinder(const History& history, const LeveledTrials& leveled) : history_(history), leveled_(leveled) {}

  // The configuration of these levels, active parameters alone.
  [[nodiscard]] ParamMap params(std::span<const int> levels, const ParamMap& constants) const {
    ParamMap result = constants;
    for (std::size_t j = 0; j < leveled_.factors.size(); ++j) {
      result[leveled_.factors[j].name] = *leveled_.factors[j].values[static_cast<std::size_t>(levels[j])];
    }
    return history_.space != nullptr && history_.declared ? history_.space->active(result) : result;
  }
  // The same levels with "inactive" where `active` lacks the parameter.
  [[nodiscard]] std::vector<int> seen_levels(std::vector<int> levels, const ParamMap& active) const {
    for (std::size_t j = 0; j < levels.size(); ++j) {
      const LeveledFactor& factor = leveled_.factors[j];
      if (!active.contains(factor.name) && factor.active_levels() < factor.levels()) levels[j] = factor.levels() - 1;
    }
    return levels;
  }
  [[nodiscard]] std::optional<std::vector<int>> best(const MainEffects& losses, const ParamMap& constants) const {
    std::vector<int> choices;
    for (const LeveledFactor& factor : leveled_.factors) choices.push_back(factor.active_levels());
    return least_prediction(losses, choices, [&](std::span<const int> levels) {
      return history_.space == nullptr || !history_.declared || history_.space->feasible(params(levels, constants));
    });
  }

 private:
  const History& history_;
  const LeveledTrials& leveled_;
};

}  // namespace

double signal_to_noise(std::span<const double> values, Direction direction) {
  double sum = 0;
  for (const double value : values) sum += direction == Direction::minimize ? value * value : 1 / (value * value);
  return -10 * std::log10(sum / static_cast<double>(values.size()));
}

double signal_to_noise_nominal(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return 10 * std::log10(mean * mean / (squares / (count - 1)));
}

FactorAnalysis analyse_factors(const History& history, const FactorAnalysisOptions& options) {
  check_analysis(history, options);
  const std::vector<const TrialRecord*> trials = history.complete();
  if (trials.size() < 2) {
    throw InvalidState(fmt::format("{} complete trials to analyse", trials.size()), "at least 2", "Run more trials.");
  }
  std::vector<double> values;
  for (const TrialRecord* trial : trials) values.push_back(trial->values[options.objective]);
  const LeveledTrials leveled = level_trials(history, trials, options.bins);

  FactorAnalysis analysis;
  analysis.constant = leveled.constant;
  analysis.missing =
      static_cast<int>(std::count_if(history.settled.begin(), history.settled.end(), [](const auto& record) {
        return record->state == TrialState::failed || record->state == TrialState::pruned;
      }));
  // A design that is balanced only without its last trial ends with a confirmation run, which is not part of it.
  FactorTable table = factor_table(leveled, values, 0);
  analysis.balanced = balanced_table(table);
  const bool signal = options.response == FactorResponse::signal_to_noise;
  if (!analysis.balanced && trials.size() > 4) {
    FactorTable design = factor_table(leveled, values, 1);
    if (balanced_table(design)) {
      analysis.balanced = true;
      table = std::move(design);
      analysis.confirmation = ConfirmationReport{trials.back()->number, values.back(), {}, {}, {}, {}};
    }
  }
  const Direction direction = history.objectives[options.objective].direction;
  if (signal) table = signal_table(table, direction);
  const bool less_is_better = !signal && direction == Direction::minimize;

  const MainEffects fit = fit_main_effects(table);
  analysis.runs = static_cast<int>(table.cells.size());
  analysis.mean = fit.mean;
  analysis.total_squares = fit.total_squares;
  analysis.total_freedom = fit.total_freedom;
  analysis.error_squares = fit.residual_squares;
  analysis.error_freedom = fit.residual_freedom;
  analysis.factors = factor_reports(leveled, fit, less_is_better);
  pool_factors(analysis, options.pooling);
  test_factors(analysis);

  MainEffects losses = fit;
  if (!less_is_better) {
    losses.mean = -losses.mean;
    for (auto& effects : losses.effects) {
      for (double& effect : effects) effect = -effect;
    }
  }
  ParamMap constants;
  for (const std::string& name : leveled.constant) {
    const auto found = trials.front()->params.find(name);
    if (found != trials.front()->params.end()) constants[name] = found->second;
  }
  std::vector<bool> use;
  for (const FactorReport& factor : analysis.factors) use.push_back(!factor.pooled);
  const OptimumFinder finder(history, leveled);
  if (const auto best = finder.best(losses, constants)) {
    analysis.optimum = finder.params(*best, constants);
    const std::vector<int> levels = finder.seen_levels(*best, analysis.optimum);
    analysis.predicted = fit.predict(levels, use);
    const auto half = interval_half_width(analysis, prediction_variance(table, levels, use), options.confidence);
    if (half) {
      analysis.low = *analysis.predicted - *half;
      analysis.high = *analysis.predicted + *half;
    }
  }
  if (analysis.confirmation && !signal) {
    ConfirmationReport& confirmation = *analysis.confirmation;
    std::vector<int> levels;
    for (const LeveledFactor& factor : leveled.factors) levels.push_back(factor.cells.back());
    confirmation.predicted = fit.predict(levels, use);
    const auto half = interval_half_width(analysis, 1 + prediction_variance(table, levels, use), options.confidence);
    if (half) {
      confirmation.low = *confirmation.predicted - *half;
      confirmation.high = *confirmation.predicted + *half;
      confirmation.agrees = std::abs(confirmation.value - *confirmation.predicted) <= *half;
    }
  }
  return analysis;
}

}  // namespace vernier
