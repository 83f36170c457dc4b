// The encoder as it travels inside a saved model.
#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/data/encoder.hpp"

namespace vernier {
namespace {

constexpr int encoder_version = 3;  // 2: texts, ids, times, series; 3: several targets

Json targets_of(const Json& json) {
  if (json.at("version").get<int>() > 2) return json.at("targets");
  Json only = json.at("task");
  if (json.contains("target_scale")) only["scale"] = json["target_scale"];
  return Json::array({only});
}

}  // namespace

Json Encoder::to_json() const {
  Json json{{"version", encoder_version}};
  json["targets"] = Json::array();
  for (const TargetEncoder& target : targets_) json["targets"].push_back(target.to_json());
  if (array_scale_ || !features_.empty()) {
    const Shape& shape = specs_.front().shape;
    json["input_shape"] = std::vector<Index>(shape.extents().begin(), shape.extents().end());
  }
  if (array_scale_) {
    json["array_scale"] = {{"center", array_scale_->center}, {"scale", array_scale_->scale}};
    return json;
  }
  if (lookback_ > 0) json["series"] = {{"lookback", lookback_}, {"horizon", horizon_}};
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
    } else if (feature.calendar) {
      entry["time_of_day"] = feature.time_of_day;
    } else {
      entry["levels"] = feature.levels;
      entry["other"] = feature.other;
      entry["missing_level"] = feature.missing_level;
    }
    json["features"].push_back(std::move(entry));
  }
  json["ids"] = Json::array();
  for (const IdColumn& column : id_columns_) json["ids"].push_back(column.to_json());
  return json;
}

Encoder Encoder::from_json(const Json& json) {
  try {
    if (json.at("version").get<int>() > encoder_version) {
      throw Unsupported(fmt::format("the model's pre-processing is of version {}", json.at("version").get<int>()),
                        fmt::format("at most {}", encoder_version), "Use a newer Vernier.");
    }
    Encoder encoder;
    for (const Json& target : targets_of(json)) encoder.targets_.push_back(TargetEncoder::from_json(target));
    if (encoder.targets_.empty()) throw BadData("the model's pre-processing is damaged: it names no target");
    if (const auto scale = json.find("array_scale"); scale != json.end()) {
      ArrayScale read{scale->at("center").get<std::vector<float>>(), scale->at("scale").get<std::vector<float>>()};
      const Shape shape(json.at("input_shape").get<std::vector<Index>>());
      const std::size_t count = read.center.size();
      if (read.scale.size() != count || (count != 1 && static_cast<Index>(count) != shape.size())) {
        throw BadData("the model's pre-processing is damaged: array_scale does not fit the input shape");
      }
      encoder.specs_ = {{.name = "inputs", .shape = shape}};
      encoder.array_scale_ = std::move(read);
      return encoder;
    }
    encoder.source_columns_ = json.at("columns").get<std::vector<std::string>>();
    encoder.missing_words_ = json.at("missing").get<std::vector<std::string>>();
    if (const auto series = json.find("series"); series != json.end()) {
      encoder.lookback_ = series->at("lookback").get<Index>();
      encoder.horizon_ = series->at("horizon").get<Index>();
      if (encoder.lookback_ < 1 || encoder.horizon_ < 1 || encoder.lookback_ + encoder.horizon_ > 1'000'000) {
        throw BadData("the model's pre-processing is damaged: a series that looks back on nothing");
      }
    }
    for (const Json& entry : json.at("features")) {
      Feature feature;
      feature.column = entry.at("column").get<std::string>();
      feature.strip = entry.value("strip", "");
      if (entry.contains("numeric")) {
        feature.numeric = NumericTransform::from_json(entry.at("numeric"));
        feature.fill = entry.at("fill").get<double>();
        feature.indicator = entry.at("indicator").get<bool>();
      } else if (entry.contains("time_of_day")) {
        feature.calendar = true;
        feature.time_of_day = entry.at("time_of_day").get<bool>();
      } else {
        feature.levels = entry.at("levels").get<std::vector<std::string>>();
        feature.other = entry.at("other").get<bool>();
        feature.missing_level = entry.at("missing_level").get<bool>();
      }
      encoder.features_.push_back(std::move(feature));
    }
    for (const Json& column : json.value("ids", Json::array())) {
      encoder.id_columns_.push_back(IdColumn::from_json(column));
    }
    encoder.set_specs();
    if (!encoder.features_.empty() &&
        Shape(json.at("input_shape").get<std::vector<Index>>()) != encoder.specs_.front().shape) {
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
