#include "vernier/data/target_encoder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/transform.hpp"

namespace vernier {

TargetEncoder TargetEncoder::fit(const Column& column, std::span<const Index> rows, const Task& task,
                                 std::string_view transform, std::string_view source) {
  TargetEncoder encoder;
  encoder.task_ = task;
  encoder.strip_ = column.strip;
  if (task.kind != TaskKind::regression) return encoder;
  std::vector<double> values;
  for (const Index row : rows) {
    if (!column.missing(row)) values.push_back(column.numbers[static_cast<std::size_t>(row)]);
  }
  if (values.empty()) {
    throw BadData(fmt::format("{}: every training value of target '{}' is missing", source, column.name),
                  "a value in each row");
  }
  encoder.fit_scale(std::move(values), transform, source);
  return encoder;
}

void TargetEncoder::fit_scale(std::vector<double> values, std::string_view transform, std::string_view source) {
  if (transform == "none") return;
  if (transform == "unit") {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    scale_ = {false, *low, *high > *low ? *high - *low : 1.0};
    return;
  }
  const bool positive = *std::min_element(values.begin(), values.end()) > 0;
  const bool heavy = positive && skewness(values) > 1.5;
  scale_.log = transform == "log" || (transform == "auto" && heavy);
  if (scale_.log) {
    if (!positive) {
      throw BadData(fmt::format("{}: target '{}' is not positive everywhere", source, task_.target),
                    "positive numbers for target_transform: log", "Say target_transform: standard.");
    }
    for (double& value : values) value = std::log(value);
  }
  double mean = 0;
  double square = 0;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) mean += value / count;
  for (const double value : values) square += (value - mean) * (value - mean) / count;
  scale_.center = mean;
  scale_.scale = square > 0 ? std::sqrt(square) : 1.0;
}

Tensor TargetEncoder::encode(const Column& column, std::span<const Index> rows, std::string_view source) const {
  Tensor y(Shape{static_cast<Index>(rows.size()), 1});
  std::map<std::string, float, std::less<>> ids;
  for (const std::string& name : task_.classes) ids.emplace(name, static_cast<float>(ids.size()));
  const auto fail = [&](Index row, std::string_view expected, std::string_view fix) {
    throw BadData(fmt::format("{}: target '{}' is '{}' in row {}", source, column.name, column.text(row), row + 1),
                  expected, fix);
  };
  const auto class_id = [&](const std::string& text) {
    const auto found = ids.find(text);
    return found == ids.end() ? -1.0F : found->second;
  };
  std::vector<float> of_code;
  for (const std::string& level : column.levels) of_code.push_back(class_id(level));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Index row = rows[i];
    const auto at = static_cast<std::size_t>(row);
    if (column.missing(row)) fail(row, "a value", "Remove the rows that have none.");
    if (task_.kind != TaskKind::regression) {
      const float id =
          column.is_text ? of_code[static_cast<std::size_t>(column.codes[at])] : class_id(column.text(row));
      if (id < 0) {
        fail(row, fmt::format("one of {}", join(task_.classes, ", ")),
             "Where spellings differ by an extra character, say columns: {COLUMN: {strip: CHARACTER}}.");
      }
      y.data()[i] = id;
      continue;
    }
    const double value = column.is_text ? parse_number(column.text(row)).value_or(HUGE_VAL) : column.numbers[at];
    if (!std::isfinite(value)) fail(row, "a finite number", "Correct the value, or remove the row.");
    // what a log cannot take is as far below everything as a float can tell
    const double bent = scale_.log ? std::log(std::max(value, 1e-30)) : value;
    y.data()[i] = static_cast<float>((bent - scale_.center) / scale_.scale);
  }
  return y;
}

bool TargetEncoder::scales() const { return scale_.log || scale_.center != 0 || scale_.scale != 1; }

void TargetEncoder::to_original_scale(View values) const {
  if (!scales()) return;
  for (float& value : values.values()) {
    const double bent = static_cast<double>(value) * scale_.scale + scale_.center;
    value = static_cast<float>(scale_.log ? std::exp(bent) : bent);
  }
}

std::vector<Index> TargetEncoder::predicted_classes(ConstView prediction) const {
  std::vector<Index> classes;
  const Index columns = prediction.columns();
  const Index most = std::min(columns, task_.class_count());  // outputs beyond the classes stand for nothing
  for (Index row = 0; row < prediction.rows(); ++row) {
    const float* values = prediction.data + row * columns;
    classes.push_back(columns == 1 ? (values[0] > 0.5F ? 1 : 0) : std::max_element(values, values + most) - values);
  }
  return classes;
}

Json TargetEncoder::to_json() const {
  Json json{{"kind", to_string(task_.kind)}, {"target", task_.target}};
  if (!task_.classes.empty()) json["classes"] = task_.classes;
  if (!strip_.empty()) json["strip"] = strip_;
  if (task_.kind == TaskKind::regression) {
    json["scale"] = {{"log", scale_.log}, {"center", scale_.center}, {"scale", scale_.scale}};
  }
  return json;
}

TargetEncoder TargetEncoder::from_json(const Json& json) {
  TargetEncoder encoder;
  encoder.task_.kind = task_kind(json.at("kind").get<std::string>());
  encoder.task_.target = json.at("target").get<std::string>();
  encoder.task_.classes = json.value("classes", std::vector<std::string>{});
  encoder.strip_ = json.value("strip", "");
  const std::size_t classes = encoder.task_.classes.size();
  const bool fits = encoder.task_.kind == TaskKind::regression ? classes == 0
                    : encoder.task_.kind == TaskKind::binary   ? classes == 2
                                                               : classes >= 2;
  if (!fits) {
    throw BadData(fmt::format("the model's pre-processing is damaged: {} classes of '{}', a {} target", classes,
                              encoder.task_.target, to_string(encoder.task_.kind)));
  }
  if (const auto scale = json.find("scale"); scale != json.end()) {
    encoder.scale_ = {scale->at("log").get<bool>(), scale->at("center").get<double>(),
                      scale->at("scale").get<double>()};
  }
  return encoder;
}

}  // namespace vernier
