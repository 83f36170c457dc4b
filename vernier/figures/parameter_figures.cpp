#include "vernier/figures/parameter_figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "vernier/figures/parameter_axis.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/text_table.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();

std::vector<double> trial_numbers(std::span<const TrialRecord> trials) {
  std::vector<double> numbers;
  for (const TrialRecord& trial : trials) numbers.push_back(static_cast<double>(trial.number));
  return numbers;
}

// For every trial; equals share the middle of their places.
std::vector<double> rank_shares(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                std::size_t objective) {
  std::vector<double> shares(trials.size(), not_there);
  const std::vector<const TrialRecord*> ranked = ranked_trials(trials, objectives, objective);
  const double sign = objectives[objective].direction == Direction::minimize ? 1 : -1;
  std::vector<double> losses;
  for (const TrialRecord* trial : ranked) losses.push_back(sign * trial->values[objective]);
  const std::vector<double> ranks = ranks_of(losses);
  const double last = std::max(1.0, static_cast<double>(ranked.size()) - 1);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    shares[static_cast<std::size_t>(ranked[i] - trials.data())] = (ranks[i] - 1) / last;
  }
  return shares;
}

void put_on_x(Figure& figure, const ParameterAxis& axis) {
  figure.x_label = axis.name();
  figure.x_log = axis.log();
  figure.x_ticks = axis.ticks();
}

void put_on_y(Figure& figure, const ParameterAxis& axis) {
  figure.y_label = axis.name();
  figure.y_log = axis.log();
  figure.y_ticks = axis.ticks();
}

std::size_t cell_of(const std::vector<double>& edges, double at) {
  const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, at);
  return static_cast<std::size_t>(above - edges.begin()) - 1;
}

// Adds to each cell what lies in its neighbours along one direction: `stride` cells apart, `length` of them in a row.
std::vector<double> spread(const std::vector<double>& cells, std::size_t stride, std::size_t length) {
  static const std::array weights{std::exp(-0.5), std::exp(-2.0)};
  std::vector<double> sums = cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t place = i / stride % length;
    for (std::size_t d = 1; d <= weights.size(); ++d) {
      if (place >= d) sums[i] += weights[d - 1] * cells[i - d * stride];
      if (place + d < length) sums[i] += weights[d - 1] * cells[i + d * stride];
    }
  }
  return sums;
}

std::vector<const TrialRecord*> best_and_sample(std::vector<const TrialRecord*> ranked, std::size_t most) {
  if (ranked.size() <= most) return ranked;
  const std::size_t best = most / 2, others = most - best;
  std::vector<const TrialRecord*> chosen(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(best));
  for (std::size_t i = 0; i < others; ++i) chosen.push_back(ranked[best + i * (ranked.size() - best) / others]);
  return chosen;
}

}  // namespace

Figure slice_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                    const Parameter& parameter, std::size_t objective) {
  const ParameterAxis axis(parameter);
  Figure figure{.title = parameter.name, .y_label = objectives[objective].name, .kind = FigureKind::scatter};
  put_on_x(figure, axis);
  figure.shade_label = "trial";
  std::vector<double> numbers = trial_numbers(trials);
  figure.series.push_back(
      {.x = axis.column(trials), .y = value_column(trials, objective), .shade = numbers, .trials = std::move(numbers)});
  return figure;
}

Figure rank_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives, const Parameter& x,
                   const Parameter& y, std::size_t objective) {
  const ParameterAxis across(x), up(y);
  Figure figure{.title = "Rank", .kind = FigureKind::scatter};
  put_on_x(figure, across);
  put_on_y(figure, up);
  figure.shade_label = fmt::format("rank by {}", objectives[objective].name);
  figure.low_stands_out = true;
  figure.series.push_back({.x = across.column(trials),
                           .y = up.column(trials),
                           .shade = rank_shares(trials, objectives, objective),
                           .trials = trial_numbers(trials)});
  return figure;
}

Figure contour_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives, const Parameter& x,
                      const Parameter& y, std::size_t objective, std::size_t most) {
  const ParameterAxis across(x), up(y);
  Figure figure{.title = "Contour", .kind = FigureKind::heat};
  put_on_x(figure, across);
  put_on_y(figure, up);
  figure.shade_label = objectives[objective].name;
  figure.low_stands_out = objectives[objective].direction == Direction::minimize;
  figure.grid = {.x_edges = across.edges(most), .y_edges = up.edges(most)};
  const std::size_t columns = figure.grid.x_edges.size() - 1, rows = figure.grid.y_edges.size() - 1;

  figure.series.push_back({.name = "trials",
                           .x = across.column(trials),
                           .y = up.column(trials),
                           .kind = FigureKind::scatter,
                           .shade = value_column(trials, objective),
                           .trials = trial_numbers(trials)});

  std::vector<double> sums(columns * rows), weights(columns * rows);
  for (const TrialRecord* trial : ranked_trials(trials, objectives, objective)) {
    const auto index = static_cast<std::size_t>(trial - trials.data());
    const double at_x = figure.series.front().x[index], at_y = figure.series.front().y[index];
    if (std::isnan(at_x) || std::isnan(at_y)) continue;
    const std::size_t cell = cell_of(figure.grid.y_edges, at_y) * columns + cell_of(figure.grid.x_edges, at_x);
    sums[cell] += trial->values[objective];
    weights[cell] += 1;
  }
  for (auto* cells : {&sums, &weights}) {
    if (!across.category()) *cells = spread(*cells, 1, columns);
    if (!up.category()) *cells = spread(*cells, columns, rows);
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    figure.grid.cells.push_back(weights[i] < 0.1 ? not_there : sums[i] / weights[i]);
  }
  return figure;
}

Figure parallel_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                       std::span<const Parameter> parameters, std::size_t objective, std::size_t most) {
  Figure figure{.title = "Parallel coordinates", .kind = FigureKind::parallel};
  figure.shade_label = objectives[objective].name;
  figure.low_stands_out = objectives[objective].direction == Direction::minimize;
  const std::vector<const TrialRecord*> ranked = ranked_trials(trials, objectives, objective);
  const std::vector<const TrialRecord*> shown = best_and_sample(ranked, most);
  if (shown.size() < ranked.size()) {
    figure.remark = fmt::format("{} of {} complete trials: the best {}, and an even sample of the others.",
                                shown.size(), ranked.size(), most / 2);
  }
  std::vector<double> numbers, values;
  double low = INFINITY, high = -INFINITY;
  for (const TrialRecord* trial : shown) {
    numbers.push_back(static_cast<double>(trial->number));
    values.push_back(trial->values[objective]);
    low = std::min(low, values.back());
    high = std::max(high, values.back());
  }
  for (const Parameter& parameter : parameters) {
    const ParameterAxis axis(parameter);
    Series series{.name = parameter.name};
    for (const TrialRecord* trial : shown) series.y.push_back(axis.share(axis.at(*trial)));
    figure.series.push_back(std::move(series));
    figure.axes.push_back(axis.share_ticks());
  }
  Series last{.name = objectives[objective].name};
  for (const double value : values) last.y.push_back(high > low ? (value - low) / (high - low) : 0.5);
  figure.series.push_back(std::move(last));
  figure.axes.emplace_back();
  for (const double at : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    if (high > low) figure.axes.back().push_back({at, table_number(low + (high - low) * at, 3)});
  }
  if (high == low) figure.axes.back().push_back({0.5, table_number(low, 3)});
  figure.series.front().shade = std::move(values);
  figure.series.front().trials = std::move(numbers);
  return figure;
}

}  // namespace vernier
