#include "vernier/advice/figures.hpp"

#include <cmath>

namespace vernier::advice {

Figure range_test_figure(const RangeTest& test) {
  Figure figure{.title = "learning-rate range test", .x_label = "log10 of the learning rate", .y_label = "loss"};
  std::vector<double> places;
  for (const double rate : test.rates) places.push_back(std::log10(rate));
  figure.series = {{.name = "batch", .x = places, .y = test.losses, .kind = FigureKind::scatter},
                   {.name = "running mean", .x = places, .y = test.smoothed}};
  if (!test.smoothed.empty()) figure.y_high = test.smoothed.front() + 0.5 * std::abs(test.smoothed.front());
  return figure;
}

Figure rate_trials_figure(const RateSearch& search) {
  Figure figure{.title = "short trainings", .x_label = "log10 of the learning rate", .y_label = "least loss"};
  Series series{.name = "mean"};
  double least = INFINITY;
  for (const RateTrial& trial : search.trials) {
    if (!std::isfinite(trial.mean)) continue;
    series.x.push_back(std::log10(trial.rate));
    series.y.push_back(trial.mean);
    least = std::min(least, trial.mean);
  }
  if (std::isfinite(least)) figure.y_high = least + 4 * std::abs(least);
  figure.series.push_back(std::move(series));
  return figure;
}

Figure curves_figure(const LearningCurves& curves, double epochs) {
  Figure figure{.title = "learning curves", .x_label = "epoch", .y_label = "loss"};
  const auto add = [&](const char* name, const std::vector<double>& losses) {
    if (losses.empty()) return;
    Series series{.name = name, .x = {}, .y = losses};
    for (std::size_t k = 0; k < losses.size(); ++k) series.x.push_back(static_cast<double>(k + 1) * epochs);
    figure.series.push_back(std::move(series));
  };
  add("training", curves.training);
  add("validation", curves.validation);
  return figure;
}

}  // namespace vernier::advice
