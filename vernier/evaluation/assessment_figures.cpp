#include "vernier/evaluation/assessment_figures.hpp"

namespace vernier::evaluation {

Figure budget_figure(const Assessment& assessment) {
  Figure figure{.title = "Best value by budget", .x_label = "epochs", .y_label = assessment.objective.name};
  Series study{.name = "study", .kind = FigureKind::step};
  for (const BudgetPoint& point : assessment.study_budget) {
    study.x.push_back(point.epochs);
    study.y.push_back(point.value);
  }
  Series expected{.name = "random search, expected"};
  Series low{.name = "its 95 % interval"}, high;
  for (const BudgetPoint& point : assessment.random_budget) {
    for (Series* series : {&expected, &low, &high}) series->x.push_back(point.epochs);
    expected.y.push_back(point.value);
    low.y.push_back(point.low.value_or(point.value));
    high.y.push_back(point.high.value_or(point.value));
  }
  figure.series = {std::move(study)};
  if (!expected.x.empty()) {
    for (Series* series : {&expected, &low, &high}) figure.series.push_back(std::move(*series));
  }
  return figure;
}

Figure repeats_figure(const Assessment& assessment) {
  const bool tested = assessment.test_rows > 0;
  Figure figure{.title = tested ? "Test score of each training" : "Validation value of each training",
                .y_label = tested ? assessment.metric : assessment.objective.name,
                .kind = FigureKind::scatter};
  Series scores;
  for (std::size_t k = 0; k < assessment.contenders.size(); ++k) {
    const Contender& contender = assessment.contenders[k];
    figure.x_ticks.push_back({static_cast<double>(k), contender.name});
    for (const Repeat& repeat : contender.repeats) {
      const auto found = repeat.test.find(assessment.metric);
      if (!repeat.why.empty() || (tested && found == repeat.test.end())) continue;
      scores.x.push_back(static_cast<double>(k));
      scores.y.push_back(tested ? found->second : repeat.validation);
    }
  }
  figure.series.push_back(std::move(scores));
  return figure;
}

}  // namespace vernier::evaluation
