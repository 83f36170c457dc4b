#pragma once
// Reads the files of tests/golden/data (their forms: tests/golden/README.md) and compares with them.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::golden {

/// The whole of tests/golden/data/NAME.json; read once and kept.
inline const Json& load(const std::string& name) {
  static std::map<std::string, Json> files;
  const auto [file, fresh] = files.try_emplace(name);
  if (fresh) {
    std::ifstream stream(std::filesystem::path(VERNIER_SOURCE_DIR) / "tests/golden/data" / (name + ".json"));
    file->second = Json::parse(stream);
  }
  return file->second;
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

}  // namespace vernier::golden
