#include "vernier/figures/study_figures.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "vernier/figures/fence.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier {

std::vector<const TrialRecord*> ranked_trials(std::span<const TrialRecord> trials,
                                              std::span<const Objective> objectives, std::size_t objective) {
  std::vector<const TrialRecord*> ranked;
  for (const TrialRecord& trial : trials) {
    if (trial.state == TrialState::complete && trial.values.size() > objective &&
        std::isfinite(trial.values[objective]))
      ranked.push_back(&trial);
  }
  const Direction direction = objectives[objective].direction;
  std::stable_sort(ranked.begin(), ranked.end(), [&](const TrialRecord* a, const TrialRecord* b) {
    return turned(a->values[objective], direction) < turned(b->values[objective], direction);
  });
  return ranked;
}

std::vector<double> value_column(std::span<const TrialRecord> trials, std::size_t objective) {
  std::vector<double> values;
  values.reserve(trials.size());
  for (const TrialRecord& trial : trials) {
    const bool known = trial.state == TrialState::complete && trial.values.size() > objective &&
                       std::isfinite(trial.values[objective]);
    values.push_back(known ? trial.values[objective] : NAN);
  }
  return values;
}

Figure history_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                      std::size_t objective) {
  const Direction direction = objectives[objective].direction;
  Figure figure{.title = "History", .x_label = "trial", .y_label = objectives[objective].name};
  Series complete{.name = "complete", .kind = FigureKind::scatter};
  Series pruned{.name = "pruned", .kind = FigureKind::scatter};
  Series best{.name = "best so far", .kind = FigureKind::step};
  std::vector<double> losses;
  double best_loss = INFINITY;
  for (const TrialRecord& trial : trials) {
    const auto number = static_cast<double>(trial.number);
    if (trial.state == TrialState::complete && trial.values.size() > objective) {
      const double value = trial.values[objective];
      if (!std::isfinite(value)) continue;
      complete.x.push_back(number);
      complete.y.push_back(value);
      losses.push_back(turned(value, direction));
      best_loss = std::min(best_loss, losses.back());
    } else if (trial.state == TrialState::pruned && !trial.reports.empty()) {
      const auto& last = trial.reports.back().values;
      if (last.size() <= objective || !std::isfinite(last[objective])) continue;
      pruned.x.push_back(number);
      pruned.y.push_back(last[objective]);
      losses.push_back(turned(last[objective], direction));
    }
    if (std::isfinite(best_loss)) {
      best.x.push_back(number);
      best.y.push_back(turned(best_loss, direction));
    }
  }
  fence_in(figure, std::move(losses), direction);
  figure.series.push_back(std::move(complete));
  figure.series.push_back(std::move(best));
  if (!pruned.x.empty()) figure.series.push_back(std::move(pruned));
  return figure;
}

Figure curves_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                     const std::string& resource, std::size_t count, std::size_t objective) {
  Figure figure{
      .title = "Learning curves of the best trials", .x_label = resource, .y_label = objectives[objective].name};
  const Direction direction = objectives[objective].direction;
  std::vector<double> losses;
  for (const TrialRecord* trial : ranked_trials(trials, objectives, objective)) {
    if (trial->reports.size() < 2) continue;
    Series series{.name = fmt::format("trial {} ({})", trial->number, table_number(trial->values[objective]))};
    for (const Report& report : trial->reports) {
      if (report.values.size() <= objective) continue;
      series.x.push_back(report.step);
      series.y.push_back(report.values[objective]);
      if (std::isfinite(series.y.back())) losses.push_back(turned(series.y.back(), direction));
    }
    figure.series.push_back(std::move(series));
    if (figure.series.size() == count) break;
  }
  fence_in(figure, std::move(losses), direction);
  return figure;
}

Figure ecdf_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives, std::size_t objective) {
  constexpr std::size_t most = 1000;
  Figure figure{.title = "Empirical distribution",
                .x_label = objectives[objective].name,
                .y_label = "share of complete trials",
                .kind = FigureKind::step};
  std::vector<double> values;
  for (const TrialRecord* trial : ranked_trials(trials, objectives, objective)) {
    values.push_back(trial->values[objective]);
  }
  std::sort(values.begin(), values.end());
  const std::size_t points = std::min(values.size(), most);
  Series series{.name = "share"};
  for (std::size_t i = 1; i <= points; ++i) {
    const std::size_t rank = i * values.size() / points;
    if (rank < values.size() && values[rank] == values[rank - 1]) continue;
    series.x.push_back(values[rank - 1]);
    series.y.push_back(static_cast<double>(rank) / static_cast<double>(values.size()));
  }
  figure.series.push_back(std::move(series));
  return figure;
}

Figure pareto_figure(std::span<const TrialRecord> trials, std::span<const TrialRecord> front,
                     std::span<const Objective> objectives) {
  Figure figure{.title = "Pareto front",
                .x_label = objectives[0].name,
                .y_label = objectives[1].name,
                .kind = FigureKind::scatter};
  Series all{.name = "complete"}, best{.name = "not dominated", .kind = FigureKind::line};
  for (const TrialRecord& trial : trials) {
    if (trial.state != TrialState::complete || trial.values.size() < 2) continue;
    all.x.push_back(trial.values[0]);
    all.y.push_back(trial.values[1]);
  }
  std::vector<std::pair<double, double>> points;
  for (const TrialRecord& trial : front) points.emplace_back(trial.values.at(0), trial.values.at(1));
  std::sort(points.begin(), points.end());
  for (const auto& [x, y] : points) {
    best.x.push_back(x);
    best.y.push_back(y);
  }
  figure.series = {std::move(all), std::move(best)};
  return figure;
}

Figure hypervolume_figure(std::span<const HypervolumePoint> curve) {
  Figure figure{.title = "Hypervolume", .x_label = "trial", .y_label = "hypervolume", .kind = FigureKind::step};
  Series series;
  for (const HypervolumePoint& point : curve) {
    series.x.push_back(static_cast<double>(point.trial));
    series.y.push_back(point.hypervolume);
  }
  figure.series.push_back(std::move(series));
  return figure;
}

std::vector<FactorEffect> factor_effects(const FactorAnalysis& analysis) {
  std::vector<FactorEffect> effects;
  for (const FactorReport& factor : analysis.factors) {
    FactorEffect effect{factor.name, {}, {}};
    for (const LevelReport& level : factor.levels) {
      effect.levels.push_back(level.label);
      effect.means.push_back(level.mean);
    }
    effects.push_back(std::move(effect));
  }
  return effects;
}

Figure main_effects_figure(std::span<const FactorEffect> effects, const std::string& y_label) {
  Figure figure{.title = "Main effects", .y_label = y_label};
  double at = 0;
  for (const FactorEffect& effect : effects) {
    Series series{.name = effect.factor};
    const double first = at;
    for (std::size_t level = 0; level < effect.means.size(); ++level, ++at) {
      series.x.push_back(at);
      series.y.push_back(effect.means[level]);
      figure.x_ticks.push_back({at, level < effect.levels.size() ? effect.levels[level] : ""});
    }
    figure.x_groups.push_back({(first + at - 1) / 2, effect.factor});
    figure.series.push_back(std::move(series));
    at += 0.75;
  }
  return figure;
}

Figure importance_figure(std::span<const ImportanceBar> bars) {
  Figure figure{.title = "Importance", .kind = FigureKind::bar};
  Series lengths;
  for (const ImportanceBar& bar : bars) {
    figure.labels.push_back(bar.name);
    lengths.y.push_back(bar.importance);
    const bool bounded = std::isfinite(bar.low) && std::isfinite(bar.high) && bar.low < bar.high;
    figure.notes.push_back(bounded ? fmt::format("{} ({} to {})", table_number(bar.importance, 3),
                                                 table_number(bar.low, 3), table_number(bar.high, 3))
                                   : table_number(bar.importance, 3));
  }
  figure.series.push_back(std::move(lengths));
  return figure;
}

}  // namespace vernier
