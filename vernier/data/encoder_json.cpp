// The encoder as it travels inside a saved model.
#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/data/encoder.hpp"

namespace vernier {
namespace {

constexpr int encoder_version = 1;

}  // namespace

Json Encoder::to_json() const {
  Json json{{"version", encoder_version}};
  json["task"] = {{"kind", to_string(task_.kind)}, {"target", task_.target}};
  if (!task_.classes.empty()) json["task"]["classes"] = task_.classes;
  if (!target_strip_.empty()) json["task"]["strip"] = target_strip_;
  json["input_shape"] = std::vector<Index>(input_shape_.extents().begin(), input_shape_.extents().end());
  if (task_.kind == TaskKind::regression) {
    json["target_scale"] = {
        {"log", target_scale_.log}, {"center", target_scale_.center}, {"scale", target_scale_.scale}};
  }
  if (array_scale_) {
    json["array_scale"] = {{"center", array_scale_->center}, {"scale", array_scale_->scale}};
    return json;
  }
  json["columns"] = source_columns_;
  json["missing"] = missing_words_;
  json["features"] = Json::array();
  for (const Feature& feature : features_) {
    Json entry{{"column", feature.column}};
    if (!feature.strip.empty()) entry["strip"] = feature.strip;
    if (feature.numeric) {
      entry["numeric"] = feature.numeric->to_json();
      entry["fill"] = feature.fill;
      entry["indicator"] = feature.indicator;
    } else {
      entry["levels"] = feature.levels;
      entry["other"] = feature.other;
      entry["missing_level"] = feature.missing_level;
    }
    json["features"].push_back(std::move(entry));
  }
  return json;
}

Encoder Encoder::from_json(const Json& json) {
  try {
    if (json.at("version").get<int>() > encoder_version) {
      throw Unsupported(fmt::format("the model's pre-processing is of version {}", json.at("version").get<int>()),
                        fmt::format("at most {}", encoder_version), "Use a newer Vernier.");
    }
    Encoder encoder;
    encoder.task_.kind = task_kind(json.at("task").at("kind").get<std::string>());
    encoder.task_.target = json.at("task").at("target").get<std::string>();
    encoder.task_.classes = json.at("task").value("classes", std::vector<std::string>{});
    encoder.target_strip_ = json.at("task").value("strip", "");
    encoder.input_shape_ = Shape(json.at("input_shape").get<std::vector<Index>>());
    if (const auto scale = json.find("target_scale"); scale != json.end()) {
      encoder.target_scale_ = {scale->at("log").get<bool>(), scale->at("center").get<double>(),
                               scale->at("scale").get<double>()};
    }
    if (const auto scale = json.find("array_scale"); scale != json.end()) {
      ArrayScale read{scale->at("center").get<std::vector<float>>(), scale->at("scale").get<std::vector<float>>()};
      const std::size_t count = read.center.size();
      if (read.scale.size() != count || (count != 1 && static_cast<Index>(count) != encoder.input_shape_.size())) {
        throw BadData("the model's pre-processing is damaged: array_scale does not fit the input shape");
      }
      encoder.array_scale_ = std::move(read);
      return encoder;
    }
    encoder.source_columns_ = json.at("columns").get<std::vector<std::string>>();
    encoder.missing_words_ = json.at("missing").get<std::vector<std::string>>();
    Index width = 0;
    for (const Json& entry : json.at("features")) {
      Feature feature;
      feature.column = entry.at("column").get<std::string>();
      feature.strip = entry.value("strip", "");
      if (entry.contains("numeric")) {
        feature.numeric = NumericTransform::from_json(entry.at("numeric"));
        feature.fill = entry.at("fill").get<double>();
        feature.indicator = entry.at("indicator").get<bool>();
      } else {
        feature.levels = entry.at("levels").get<std::vector<std::string>>();
        feature.other = entry.at("other").get<bool>();
        feature.missing_level = entry.at("missing_level").get<bool>();
      }
      width += feature.width();
      encoder.features_.push_back(std::move(feature));
    }
    if (encoder.input_shape_ != Shape{width}) {
      throw BadData("the model's pre-processing is damaged: its features do not fit the input shape");
    }
    encoder.name_features();
    return encoder;
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("the model's pre-processing cannot be read: {}", error.what()),
                  "what a model file of Vernier holds");
  }
}

}  // namespace vernier
