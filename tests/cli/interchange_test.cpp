// import and export of models, as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

const std::string golden_model = VERNIER_SOURCE_DIR "/tests/golden/data/keras_files/recommender.keras";

class InterchangeVerbs : public testing::Test {
 protected:
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  void expect_bad(const std::vector<std::string>& arguments, const std::string& message) const {
    const ProcessResult result = run(arguments);
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.err, HasSubstr(message));
  }
  ScratchFolder folder_;
};

TEST_F(InterchangeVerbs, AModelOfKerasBecomesOurs) {
  const ProcessResult result = run({"import", golden_model, "--out", "model.safetensors"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Total params: 47"));
  EXPECT_EQ(nn::Model::load(folder_.path() / "model.safetensors").parameter_count(), 47);
  EXPECT_EQ(run({"export", "model.safetensors", "--onnx", "model.onnx"}).status, 0);
  EXPECT_THAT(read_file(folder_.path() / "model.onnx"), HasSubstr("vernier"));  // the producer
  expect_bad({"predict", "model.safetensors", "rows.csv"}, "a network without the encoder of its data");
  expect_bad({"evaluate", golden_model, "rows.csv"}, "'vernier import' makes one of a .keras file");
}

TEST_F(InterchangeVerbs, ATrainedModelKeepsItsEncoderInOnnx) {
  folder_.write("small.csv", small_table(120));
  folder_.write("small.yaml", small_experiment());
  ASSERT_EQ(run({"tune", "small.csv", "--target", "t", "--trials", "1", "--out", "."}).status, 0);
  ASSERT_EQ(run({"export", "model.safetensors", "--onnx", "model.onnx"}).status, 0);
  EXPECT_THAT(read_file(folder_.path() / "model.onnx"), HasSubstr("preprocessing"));
}

TEST_F(InterchangeVerbs, BadInputIsNamed) {
  folder_.write("text.keras", "no archive");
  expect_bad({"import", "missing.keras", "--out", "m.safetensors"}, "missing.keras does not exist");
  expect_bad({"import", "text.keras", "--out", "m.safetensors"}, "text.keras is no ZIP archive");
  expect_bad({"import", "text.keras"}, "--out is required");
  expect_bad({"export", "--onnx", "m.onnx"}, "--onnx without a model");
  expect_bad({"export", "missing.safetensors", "--onnx", "m.onnx"}, "missing.safetensors does not exist");
  expect_bad({"export", "text.keras", "--onnx", "text.keras"}, "would be replaced by what is made of it");
  expect_bad({"export", "text.keras", "--onnx", "m.onnx"}, "text.keras");
  expect_bad({"export", "text.keras", "--onnx", "m.onnx", "--out", "x"}, "--out excludes --onnx");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "m.safetensors"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "m.onnx"));
}

}  // namespace
}  // namespace vernier::cli
