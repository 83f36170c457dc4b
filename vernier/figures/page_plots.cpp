#include "vernier/figures/page_plots.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/figures/budget_figure.hpp"
#include "vernier/figures/figure_json.hpp"
#include "vernier/figures/parameter_figures.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/timeline_figure.hpp"
#include "vernier/importance/factor_analysis.hpp"

namespace vernier {
namespace {

constexpr std::size_t most_slices = 60;
constexpr std::size_t most_axes = 20;
constexpr std::size_t most_paired = 12;  // parameters of which every pair is shown
constexpr std::size_t most_levels = 30;  // of a parameter in a pair
constexpr const char* no_value = "No trial has completed with a value yet; run more trials.";

class PlotList {
 public:
  explicit PlotList(NumberStore& numbers) : numbers_(numbers) {}

  void begin(const char* id, const char* title, const char* about, std::vector<std::string> keys) {
    plots_.push_back({{"id", id}, {"title", title}, {"about", about}, {"keys", keys}, {"figures", Json::array()}});
  }
  void add(std::vector<std::string> of, const Figure& figure) {
    Json json = to_json(figure, [this](std::span<const double> list) { return Json(numbers_.add(list)); });
    plots_.back()["figures"].push_back({{"of", std::move(of)}, {"figure", std::move(json)}});
  }
  /// What is said where there is no figure.
  void end(std::string_view missing) {
    if (plots_.back()["figures"].empty()) plots_.back()["missing"] = missing;
  }
  [[nodiscard]] Json take() { return std::move(plots_); }

 private:
  NumberStore& numbers_;
  Json plots_ = Json::array();
};

std::vector<std::string> words(std::span<const Objective> objectives, std::size_t objective,
                               std::vector<std::string> more = {}) {
  if (objectives.size() > 1) more.insert(more.begin(), objectives[objective].name);
  return more;
}

std::vector<std::string> keys(const PlotSource& source, std::vector<std::string> more = {}) {
  if (source.objectives.size() > 1) more.insert(more.begin(), "Objective");
  return more;
}

std::size_t complete_trials(const PlotSource& source, std::size_t objective) {
  const std::vector<double> values = value_column(source.trials, objective);
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
}

std::span<const Parameter> first_of(std::span<const Parameter> parameters, std::size_t most) {
  return parameters.first(std::min(parameters.size(), most));
}

void add_over_time(PlotList& plots, const PlotSource& source) {
  plots.begin("history", "Optimisation history",
              "The value of each trial and the best so far. Trials far worse than the bulk are drawn at the edge.",
              keys(source));
  for (std::size_t k = 0; k < source.objectives.size(); ++k) {
    const Figure figure = history_figure(source.trials, source.objectives, k);
    const bool any =
        std::any_of(figure.series.begin(), figure.series.end(), [](const auto& s) { return !s.x.empty(); });
    if (any) plots.add(words(source.objectives, k), figure);
  }
  plots.end(no_value);
  plots.begin("curves", "Intermediate values", "What trials reported on the way, the best of them in colour.",
              keys(source));
  for (std::size_t k = 0; k < source.objectives.size(); ++k) {
    const Figure figure = all_curves_figure(source.trials, source.objectives, source.step, k);
    if (!figure.series.empty()) plots.add(words(source.objectives, k), figure);
  }
  plots.end("No trial reported more than one intermediate value; let the objective report after each epoch.");
}

void add_importance(PlotList& plots, const PlotSource& source, const std::vector<PageImportance>& importances) {
  plots.begin("importance", "Importance", "The share of the variation of the values that each parameter explains.",
              keys(source));
  for (std::size_t k = 0; k < importances.size(); ++k) {
    std::vector<ImportanceBar> bars;
    for (const Importance& one : importances[k].found) {
      bars.push_back({one.name, one.importance, one.low.value_or(NAN), one.high.value_or(NAN)});
    }
    if (!bars.empty()) plots.add(words(source.objectives, k), importance_figure(bars));
  }
  plots.end(importances.front().missing);
}

void add_main_effects(PlotList& plots, const PlotSource& source) {
  std::string missing = "There are too many parameters to tell their effects apart.";
  plots.begin(
      "effects", "Main effects",
      "The mean value at each level of a parameter, freed of the other parameters where they can be told apart.",
      keys(source));
  for (std::size_t k = 0; k < source.objectives.size() && source.parameters.size() <= most_slices; ++k) {
    try {
      const FactorAnalysis analysis = analyse_factors(source.history, {.objective = k});
      const std::vector<FactorEffect> effects = factor_effects(analysis);
      missing = "No parameter took several values; run more trials.";
      const Figure figure = main_effects_figure(effects, "mean " + source.objectives[k].name);
      if (!effects.empty()) plots.add(words(source.objectives, k), figure);
    } catch (const InvalidState& error) {
      missing = error.what();
    }
  }
  plots.end(missing);
}

void add_parameters(PlotList& plots, const PlotSource& source) {
  plots.begin("parallel", "Parallel coordinates",
              "A line is a trial, its colour the value. A trial without a parameter passes below that axis.",
              keys(source));
  for (std::size_t k = 0; k < source.objectives.size(); ++k) {
    if (complete_trials(source, k) == 0 || source.parameters.empty()) continue;
    Figure figure = parallel_figure(source.trials, source.objectives, first_of(source.parameters, most_axes), k);
    if (source.parameters.size() > most_axes) {
      figure.remark += fmt::format(" {} of {} parameters.", most_axes, source.parameters.size());
    }
    plots.add(words(source.objectives, k), figure);
  }
  plots.end(source.parameters.empty() ? "No trial has a parameter yet." : no_value);
  plots.begin("slices", "Slices", "The value over each parameter; the later a trial, the more its point stands out.",
              keys(source, {"Parameter"}));
  for (std::size_t k = 0; k < source.objectives.size(); ++k) {
    if (complete_trials(source, k) == 0) continue;
    for (const Parameter& parameter : first_of(source.parameters, most_slices)) {
      plots.add(words(source.objectives, k, {parameter.name}),
                slice_figure(source.trials, source.objectives, parameter, k));
    }
  }
  plots.end(source.parameters.empty() ? "No trial has a parameter yet." : no_value);
}

void add_pairs(PlotList& plots, const PlotSource& source) {
  std::vector<const Parameter*> paired;
  for (const Parameter& parameter : source.parameters) {
    const bool few = parameter.distribution.numeric() || parameter.distribution.values().size() <= most_levels;
    if (few && paired.size() < most_paired / source.objectives.size() + 1) paired.push_back(&parameter);
  }
  const char* const missing = paired.size() < 2 ? "It takes two parameters." : no_value;
  const auto add = [&](const auto& figure_of) {
    for (std::size_t k = 0; k < source.objectives.size(); ++k) {
      if (complete_trials(source, k) == 0) continue;
      for (std::size_t i = 0; i < paired.size(); ++i) {
        for (std::size_t j = i + 1; j < paired.size(); ++j) {
          plots.add(words(source.objectives, k, {paired[i]->name, paired[j]->name}),
                    figure_of(source.trials, source.objectives, *paired[i], *paired[j], k));
        }
      }
    }
    plots.end(missing);
  };
  plots.begin("contour", "Contour", "The mean value in the plane of two parameters; dots are trials.",
              keys(source, {"Across", "Up"}));
  const std::size_t cells =
      std::min<std::size_t>(16, 4 + static_cast<std::size_t>(std::sqrt(source.trials.size()) / 2));
  add([cells](auto&&... arguments) { return contour_figure(arguments..., cells); });
  plots.begin("rank", "Rank", "The trials in the plane of two parameters; the colour is their rank, 0 the best.",
              keys(source, {"Across", "Up"}));
  add([](auto&&... arguments) { return rank_figure(arguments...); });
}

void add_budget(PlotList& plots, const PlotSource& source) {
  const Json attributes = source.study.attributes();
  const auto figure = budget_figure(attributes.value("assessment", Json()));
  if (!figure) return;
  plots.begin("budget", "What the budget bought",
              "The best value after so many trials, beside what random search is expected to reach.", {});
  plots.add({}, *figure);
}

void add_front(PlotList& plots, const PlotSource& source) {
  if (source.objectives.size() < 2) return;
  plots.begin("pareto", "Pareto front", "Trials that no other beats in every objective, joined by a line.", {});
  const std::vector<TrialRecord> front = source.study.pareto();
  if (!front.empty()) plots.add({}, pareto_figure(source.trials, front, source.objectives));
  plots.end(no_value);
  const std::vector<double> reference = reference_losses(source.history);
  if (reference.empty() || reference.size() > 3) return;
  plots.begin("hypervolume", "Hypervolume", "How much of the plane of objectives all trials so far dominate.", {});
  plots.add({}, hypervolume_figure(hypervolume_curve(source.history, reference)));
}

}  // namespace

PageImportance page_importance(const History& history, Component method, std::size_t objective) {
  if (method == Component("auto")) method = Component(std::string(suitable_importance(history)));
  if (objective > 0) method.options["objective"] = objective;
  PageImportance importance;
  try {
    importance.found = make_importance(method)->evaluate(history, Rng(history.seed).split("importance"));
    if (importance.found.empty()) importance.missing = "No trial has a parameter yet.";
  } catch (const InvalidState& error) {
    importance.missing = error.what();
  }
  return importance;
}

Json page_plots(const PlotSource& source, const std::vector<PageImportance>& importances, NumberStore& numbers) {
  PlotList plots(numbers);
  add_front(plots, source);
  add_over_time(plots, source);
  add_budget(plots, source);
  add_importance(plots, source, importances);
  add_parameters(plots, source);
  add_pairs(plots, source);
  add_main_effects(plots, source);
  plots.begin("ecdf", "Empirical distribution", "The share of complete trials with a value of at most x.",
              keys(source));
  for (std::size_t k = 0; k < source.objectives.size(); ++k) {
    if (complete_trials(source, k) > 0) {
      plots.add(words(source.objectives, k), ecdf_figure(source.trials, source.objectives, k));
    }
  }
  plots.end(no_value);
  plots.begin("timeline", "Timeline", "How long each trial ran, and which ran side by side.", {});
  const std::vector<AssignmentSpan> spans = source.study.assignments();
  if (!spans.empty()) plots.add({}, timeline_figure(spans));
  plots.end("No trial was run here: what was told from elsewhere has no times.");
  return plots.take();
}

}  // namespace vernier
