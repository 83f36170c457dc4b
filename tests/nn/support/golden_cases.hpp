#pragma once
// Reads tests/golden/data, the answers of Keras; the form of a case is described in tests/golden/README.md.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "vernier/base/files.hpp"
#include "vernier/base/json.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// One case; prints as its label.
struct GoldenCase {
  Json json;
  friend std::ostream& operator<<(std::ostream& out, const GoldenCase& entry) {
    return out << entry.json.at("case").get<std::string>();
  }
};

inline std::vector<GoldenCase> golden_cases(const std::string& family) {
  const Json file = Json::parse(read_file(std::string(VERNIER_SOURCE_DIR) + "/tests/golden/data/" + family + ".json"));
  std::vector<GoldenCase> cases;
  for (const Json& entry : file.at("cases")) cases.push_back({entry});
  return cases;
}

inline std::string golden_name(const testing::TestParamInfo<GoldenCase>& parameter) {
  return parameter.param.json.at("case").get<std::string>();
}

inline double golden_number(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  if (json == "nan") return std::numeric_limits<double>::quiet_NaN();
  return json == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

inline Tensor golden_array(const Json& json) {
  const auto extents = json.at("shape").get<std::vector<Index>>();
  std::vector<float> values;
  for (const Json& value : json.at("data")) values.push_back(static_cast<float>(golden_number(value)));
  return Tensor(Shape(std::span<const Index>(extents)), values);
}

inline std::vector<Tensor> golden_arrays(const Json& list) {
  std::vector<Tensor> arrays;
  for (const Json& entry : list) arrays.push_back(golden_array(entry));
  return arrays;
}

/// Every element within `relative` of the truth, measured against the largest element of the array or `scale`.
inline void expect_close(std::span<const float> got, const Tensor& truth, double relative, const std::string& what,
                         double scale = 1e-3) {
  ASSERT_EQ(static_cast<Index>(got.size()), truth.size()) << what;
  for (const float value : truth.values()) {
    if (std::isfinite(value)) scale = std::max(scale, std::abs(static_cast<double>(value)));
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    const float expected = truth.data()[i];
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(got[i])) << what << " at " << i;
    } else if (std::isinf(expected)) {
      EXPECT_EQ(got[i], expected) << what << " at " << i;
    } else {
      ASSERT_NEAR(got[i], expected, relative * scale) << what << " at " << i;
    }
  }
}

/// The model of a case with its initial weights.
inline Model golden_model(const Json& entry) {
  Json layers = Json::array({{{"input", {{"shape", entry.at("input_shape")}}}}});
  for (const Json& layer : entry.at("model")) layers.push_back(layer);
  Model model = Model::from_config(layers);
  model.build();
  model.set_weights(golden_arrays(entry.at("initial_weights")));
  model.compile(options_from_json<CompileOptions>(entry.at("compile"), "compile"));
  return model;
}

inline void expect_weights(const Model& model, const Json& list, double relative, const std::string& what) {
  // one scale for all of them: a bias near zero carries the rounding of the gradients that summed to it
  const std::vector<Tensor> weights = model.get_weights();
  ASSERT_EQ(weights.size(), list.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    expect_close(weights[i].values(), golden_array(list[i]), relative,
                 what + " weight " + list[i].at("name").get<std::string>(), 1.0);
  }
}

}  // namespace vernier::nn
