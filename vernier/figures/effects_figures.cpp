#include "vernier/figures/effects_figures.hpp"

#include <cmath>

#include "vernier/figures/study_tables.hpp"

namespace vernier {
namespace {

constexpr std::size_t most_lines = 4;        // of an interaction plot
constexpr std::size_t most_rows = 8;         // of its table
constexpr std::size_t most_level_ticks = 6;  // of an axis without numbers of its own

/// At most `most` of so many values, evenly from the first to the last.
std::vector<std::size_t> even_choice(std::size_t count, std::size_t most) {
  std::vector<std::size_t> chosen;
  const std::size_t wanted = std::min(count, most);
  for (std::size_t k = 0; k < wanted; ++k) {
    chosen.push_back(wanted == 1 ? 0 : (k * (count - 1) + (wanted - 1) / 2) / (wanted - 1));
  }
  return chosen;
}

bool has_plain_numbers(const EffectAxis& axis) {
  return axis.ordered && !axis.log && as_number(axis.values.front()).has_value();
}

double position(const EffectAxis& axis, std::size_t level) {
  if (has_plain_numbers(axis)) return *as_number(axis.values[level]);
  return axis.log ? std::log10(*as_number(axis.values[level])) : static_cast<double>(level);
}

void prepare_axis(Figure& figure, const EffectAxis& axis) {
  figure.x_label = axis.name;
  figure.kind = axis.ordered ? FigureKind::line : FigureKind::scatter;
  if (has_plain_numbers(axis)) return;
  for (const std::size_t level : even_choice(axis.values.size(), axis.log ? most_level_ticks : axis.values.size())) {
    figure.x_ticks.push_back({position(axis, level), param_text(axis.values[level], 2)});
  }
}

}  // namespace

Figure partial_dependence_figure(const PartialDependence& effect, const std::string& objective) {
  Figure figure{.title = "Effect of " + effect.axis.name, .y_label = objective};
  prepare_axis(figure, effect.axis);
  Series mean{.name = "mean"}, low{.name = "low"}, high{.name = "high"};
  for (std::size_t level = 0; level < effect.mean.size(); ++level) {
    for (Series* series : {&mean, &low, &high}) series->x.push_back(position(effect.axis, level));
  }
  mean.y = effect.mean;
  low.y = effect.low;
  high.y = effect.high;
  figure.series = {std::move(mean), std::move(low), std::move(high)};
  return figure;
}

Figure interaction_figure(const InteractionEffect& effect, const std::string& objective) {
  Figure figure{.title = "Effect of " + effect.first.name + " by " + effect.second.name, .y_label = objective};
  prepare_axis(figure, effect.first);
  const std::size_t columns = effect.second.values.size();
  for (const std::size_t level : even_choice(columns, most_lines)) {
    Series series{.name = effect.second.name + "=" + param_text(effect.second.values[level], 3)};
    for (std::size_t row = 0; row < effect.first.values.size(); ++row) {
      series.x.push_back(position(effect.first, row));
      series.y.push_back(effect.mean[row * columns + level]);
    }
    figure.series.push_back(std::move(series));
  }
  return figure;
}

TextTable interaction_table(const InteractionEffect& effect) {
  TextTable table{{{effect.first.name}}, {}};
  const std::size_t count = effect.second.values.size();
  const std::vector<std::size_t> columns = even_choice(count, most_rows);
  for (const std::size_t column : columns) table.columns.push_back({param_text(effect.second.values[column], 3), true});
  for (const std::size_t row : even_choice(effect.first.values.size(), most_rows)) {
    std::vector<std::string>& cells = table.rows.emplace_back();
    cells.push_back(param_text(effect.first.values[row], 3));
    for (const std::size_t column : columns) cells.push_back(table_number(effect.mean[row * count + column], 4));
  }
  return table;
}

}  // namespace vernier
