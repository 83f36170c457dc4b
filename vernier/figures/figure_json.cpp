#include "vernier/figures/figure_json.hpp"

#include <cmath>

namespace vernier {
namespace {

Json ticks_json(const std::vector<Tick>& ticks) {
  Json json = Json::array();
  for (const Tick& tick : ticks) json.push_back({{"at", tick.position}, {"label", tick.label}});
  return json;
}

Json axis_json(const std::string& label, bool log, const std::vector<Tick>& ticks) {
  Json json{{"label", label}};
  if (log) json["log"] = true;
  if (!ticks.empty()) json["ticks"] = ticks_json(ticks);
  return json;
}

Json series_json(const Series& series, FigureKind kind, const NumberWriter& write) {
  Json json{{"name", series.name}, {"kind", to_string(series.kind.value_or(kind))}};
  const auto add = [&](const char* key, const std::vector<double>& numbers) {
    if (!numbers.empty()) json[key] = write(numbers);
  };
  add("x", series.x);
  add("y", series.y);
  add("end", series.end);
  add("shade", series.shade);
  add("trials", series.trials);
  return json;
}

}  // namespace

std::string_view to_string(FigureKind kind) {
  switch (kind) {
    case FigureKind::line: return "line";
    case FigureKind::step: return "step";
    case FigureKind::scatter: return "scatter";
    case FigureKind::bar: return "bar";
    case FigureKind::band: return "band";
    case FigureKind::span: return "span";
    case FigureKind::heat: return "heat";
    case FigureKind::parallel: return "parallel";
  }
  return "unknown";
}

Json plain_numbers(std::span<const double> numbers) {
  Json json = Json::array();
  for (const double number : numbers) json.push_back(std::isfinite(number) ? Json(number) : Json(nullptr));
  return json;
}

Json to_json(const Figure& figure, const NumberWriter& write) {
  Json json{{"title", figure.title}, {"kind", to_string(figure.kind)}};
  json["x"] = axis_json(figure.x_label, figure.x_log, figure.x_ticks);
  if (!figure.x_groups.empty()) json["x"]["groups"] = ticks_json(figure.x_groups);
  json["y"] = axis_json(figure.y_label, figure.y_log, figure.y_ticks);
  if (figure.y_low) json["y"]["low"] = *figure.y_low;
  if (figure.y_high) json["y"]["high"] = *figure.y_high;
  if (!figure.shade_label.empty()) json["shade"] = figure.shade_label;
  if (figure.low_stands_out) json["low_stands_out"] = true;
  json["series"] = Json::array();
  for (const Series& series : figure.series) json["series"].push_back(series_json(series, figure.kind, write));
  if (!figure.labels.empty()) json["labels"] = figure.labels;
  if (!figure.notes.empty()) json["notes"] = figure.notes;
  if (!figure.grid.cells.empty()) {
    json["grid"] = {{"x_edges", write(figure.grid.x_edges)},
                    {"y_edges", write(figure.grid.y_edges)},
                    {"cells", write(figure.grid.cells)}};
  }
  for (const std::vector<Tick>& ticks : figure.axes) json["axes"].push_back(ticks_json(ticks));
  if (!figure.remark.empty()) json["remark"] = figure.remark;
  return json;
}

}  // namespace vernier
