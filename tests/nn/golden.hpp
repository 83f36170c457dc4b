#pragma once
// Reads the files of tests/golden/data, the answers of Keras (their forms: tests/golden/README.md), and compares with
// them.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/files.hpp"
#include "vernier/base/json.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::golden {

/// The whole of tests/golden/data/NAME.json; read once and kept.
inline const Json& load(const std::string& name) {
  static std::map<std::string, Json> files;
  const auto [file, fresh] = files.try_emplace(name);
  if (fresh) {
    file->second =
        Json::parse(read_file(std::filesystem::path(VERNIER_SOURCE_DIR) / "tests/golden/data" / (name + ".json")));
  }
  return file->second;
}

/// One case as the parameter of a test; prints as its label.
struct Case {
  Json json;
  friend std::ostream& operator<<(std::ostream& out, const Case& entry) {
    return out << entry.json.at("case").get<std::string>();
  }
};

inline std::vector<Case> cases(const std::string& name) {
  std::vector<Case> all;
  for (const Json& entry : load(name).at("cases")) all.push_back({entry});
  return all;
}

inline std::string case_name(const testing::TestParamInfo<Case>& parameter) {
  return parameter.param.json.at("case").get<std::string>();
}

/// A number, or one of the texts that stand for those JSON lacks.
inline double number(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  if (json == "nan") return std::numeric_limits<double>::quiet_NaN();
  return json == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

/// {"shape": [...], "data": [...]}
inline Tensor tensor(const Json& json) {
  const auto extents = json.at("shape").get<std::vector<Index>>();
  std::vector<float> values;
  for (const Json& item : json.at("data")) values.push_back(static_cast<float>(number(item)));
  return {Shape(extents), values};
}

inline std::vector<Tensor> tensors(const Json& list) {
  std::vector<Tensor> all;
  for (const Json& entry : list) all.push_back(tensor(entry));
  return all;
}

/// |actual - expected| <= relative * |expected| + absolute for each element; equal where not finite.
inline void expect_close(std::span<const float> actual, std::span<const float> expected, double relative,
                         double absolute, const std::string& label) {
  ASSERT_EQ(actual.size(), expected.size()) << label;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (!std::isfinite(expected[i])) {
      EXPECT_TRUE(actual[i] == expected[i] || (std::isnan(actual[i]) && std::isnan(expected[i]))) << label << " " << i;
      continue;
    }
    EXPECT_NEAR(actual[i], expected[i], relative * std::abs(expected[i]) + absolute) << label << " element " << i;
  }
}

/// The same, measured against the largest element of the array, at least `least`: for sums, which round at the size of
/// what they are made of.
inline void expect_close_to_scale(std::span<const float> actual, const Tensor& expected, double relative,
                                  const std::string& label, double least = 1e-3) {
  double scale = least;
  for (const float value : expected.values()) {
    if (std::isfinite(value)) scale = std::max(scale, std::abs(static_cast<double>(value)));
  }
  expect_close(actual, expected.values(), 0.0, relative * scale, label);
}

/// The compiled model of a case with its initial weights.
inline nn::Model model(const Json& entry) {
  Json layers = Json::array({{{"input", {{"shape", entry.at("input_shape")}}}}});
  for (const Json& layer : entry.at("model")) layers.push_back(layer);
  nn::Model built = nn::Model::from_config(layers);
  built.build();
  built.set_weights(tensors(entry.at("initial_weights")));
  built.compile(options_from_json<nn::CompileOptions>(entry.at("compile"), "compile"));
  return built;
}

inline void expect_weights(const nn::Model& model, const Json& list, double relative) {
  // one scale for all of them: a bias near zero carries the rounding of the gradients that summed to it
  const std::vector<Tensor> weights = model.get_weights();
  ASSERT_EQ(weights.size(), list.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    expect_close_to_scale(weights[i].values(), tensor(list[i]), relative,
                          "final " + list[i].at("name").get<std::string>(), 1.0);
  }
}

}  // namespace vernier::golden
