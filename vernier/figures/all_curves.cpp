#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/core.h>

#include "vernier/figures/fence.hpp"
#include "vernier/figures/study_figures.hpp"

namespace vernier {
namespace {

constexpr std::size_t shown_best = 5;
constexpr std::size_t fewest_for_band = 10;

void append_curve(Series& series, const TrialRecord& trial, std::size_t objective) {
  if (!series.x.empty()) {
    series.x.push_back(NAN);
    series.y.push_back(NAN);
    series.trials.push_back(NAN);
  }
  for (const Report& report : trial.reports) {
    series.x.push_back(report.step);
    series.y.push_back(report.values.size() > objective ? report.values[objective] : NAN);
    series.trials.push_back(static_cast<double>(trial.number));
  }
}

// The value with this share of the others below it.
double quantile_of(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

void add_band(Figure& figure, const std::vector<const TrialRecord*>& trials, std::size_t objective) {
  std::map<double, std::vector<double>> at_step;
  for (const TrialRecord* trial : trials) {
    for (const Report& report : trial->reports) {
      if (report.values.size() > objective && std::isfinite(report.values[objective])) {
        at_step[report.step].push_back(report.values[objective]);
      }
    }
  }
  Series band{.name = "middle 80 %", .kind = FigureKind::band}, median{.name = "median"};
  for (auto& [step, values] : at_step) {
    if (values.size() < fewest_for_band) continue;
    std::sort(values.begin(), values.end());
    band.x.push_back(step);
    band.y.push_back(quantile_of(values, 0.1));
    band.end.push_back(quantile_of(values, 0.9));
    median.y.push_back(quantile_of(values, 0.5));
  }
  if (band.x.empty()) return;
  median.x = band.x;
  figure.series.push_back(std::move(band));
  figure.series.push_back(std::move(median));
}

}  // namespace

Figure all_curves_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                         const std::string& resource, std::size_t objective, std::size_t most) {
  Figure figure = curves_figure(trials, objectives, resource, shown_best, objective);
  figure.title = "Intermediate values";
  std::vector<const TrialRecord*> best = ranked_trials(trials, objectives, objective);
  std::erase_if(best, [](const TrialRecord* trial) { return trial->reports.size() < 2; });
  best.resize(std::min(best.size(), shown_best));
  std::vector<const TrialRecord*> reporting, others;
  for (const TrialRecord& trial : trials) {
    if (trial.reports.empty()) continue;
    reporting.push_back(&trial);
    if (std::find(best.begin(), best.end(), &trial) == best.end()) others.push_back(&trial);
  }
  if (std::none_of(reporting.begin(), reporting.end(), [](const auto* one) { return one->reports.size() > 1; })) {
    figure.series.clear();
    return figure;
  }
  const std::size_t shown = std::min(others.size(), most);
  Series rest{.name = shown < others.size() ? "some others" : "others"};
  for (std::size_t i = 0; i < shown; ++i) append_curve(rest, *others[i * others.size() / shown], objective);
  if (shown < others.size()) {
    figure.remark = fmt::format("The best {} and an even sample of {} of the other {} trials with reports.",
                                best.size(), shown, others.size());
  }
  std::vector<double> losses;
  const Direction direction = objectives[objective].direction;
  for (const TrialRecord* trial : reporting) {
    for (const Report& report : trial->reports) {
      if (report.values.size() <= objective || !std::isfinite(report.values[objective])) continue;
      losses.push_back(turned(report.values[objective], direction));
    }
  }
  fence_in(figure, std::move(losses), direction);
  if (!rest.x.empty()) figure.series.push_back(std::move(rest));
  add_band(figure, reporting, objective);
  return figure;
}

}  // namespace vernier
