#include "vernier/figures/budget_figure.hpp"

#include <utility>

namespace vernier {
namespace {

void add_budget_curve(Figure& figure, const char* name, const Json& points) {
  Series line{.name = name}, band{.name = std::string(name) + ", 95 %", .kind = FigureKind::band};
  for (const Json& point : points) {
    line.x.push_back(point.at("trials").get<double>());
    line.y.push_back(point.at("value").get<double>());
    if (!point.contains("interval")) continue;
    band.x.push_back(line.x.back());
    band.y.push_back(point["interval"].at(0).get<double>());
    band.end.push_back(point["interval"].at(1).get<double>());
  }
  if (!line.x.empty()) figure.series.push_back(std::move(line));
  if (!band.x.empty()) figure.series.push_back(std::move(band));
}

}  // namespace

std::optional<Figure> budget_figure(const Json& assessment) {
  if (!assessment.is_object() || !assessment.contains("budget")) return std::nullopt;
  Figure figure{.title = "What the budget bought", .x_label = "trials", .kind = FigureKind::step};
  try {
    const Json& objective = assessment.at("objective");
    figure.y_label = "best " + objective.at("name").get<std::string>();
    add_budget_curve(figure, "study", assessment.at("budget").at("study"));
    add_budget_curve(figure, "random search", assessment.at("budget").at("random_search"));
  } catch (const Json::exception&) {
    return std::nullopt;  // an attribute that a user wrote
  }
  if (figure.series.empty()) return std::nullopt;
  return figure;
}

}  // namespace vernier
