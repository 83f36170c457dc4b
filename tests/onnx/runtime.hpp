#pragma once
// Models with inputs and our outputs, handed to onnxruntime in one go.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "tests/cli/subprocess.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/model.hpp"
#include "vernier/onnx/export.hpp"

namespace vernier::onnx {

/// The Python that has onnx and onnxruntime: VERNIER_PYTHON, or the one that scripts/setup makes.
inline std::filesystem::path runtime_python() {
  const char* const own = std::getenv("VERNIER_PYTHON");
  return own != nullptr ? own : std::filesystem::path(VERNIER_SOURCE_DIR) / "build/python/bin/python";
}

class Runtime {
 public:
  void add(const std::string& name, nn::Model& model, const std::vector<Tensor>& inputs) {
    std::vector<ConstView> views;
    Json given = Json::array();
    for (const Tensor& input : inputs) {
      views.push_back(input.view());
      given.push_back(array(input));
    }
    Json expected = Json::array();
    for (const Tensor& output : model.predict_outputs(nn::Inputs(std::span<const ConstView>(views)))) {
      expected.push_back(array(output));
    }
    export_model(model, folder_.path() / (name + ".onnx"));
    folder_.write(name + ".json", Json({{"inputs", given}, {"outputs", expected}}).dump());
    ++count_;
  }

  /// Every output agrees to this share of its scale.
  void expect_agreement(double tolerance) const {
    const cli::ProcessResult result =
        cli::run_process({runtime_python().string(), VERNIER_SOURCE_DIR "/tests/onnx/compare.py", "."}, folder_.path());
    ASSERT_EQ(result.status, 0) << result.err;
    std::istringstream lines(result.out);
    std::size_t compared = 0;
    for (std::string name, rest; lines >> name && std::getline(lines, rest); ++compared) {
      char* end = nullptr;
      const double difference = std::strtod(rest.c_str(), &end);
      EXPECT_TRUE(*end == '\0' && difference <= tolerance) << name << rest;
    }
    EXPECT_EQ(compared, count_);
  }

 private:
  static Json array(const Tensor& tensor) {
    Json json{{"shape", Json::array()}, {"data", Json::array()}};
    for (const Index extent : tensor.shape().extents()) json["shape"].push_back(extent);
    for (const float value : tensor.values()) json["data"].push_back(value);
    return json;
  }

  cli::ScratchFolder folder_;
  std::size_t count_ = 0;
};

}  // namespace vernier::onnx
