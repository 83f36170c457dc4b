// advise, as a user meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class AdviseVerbTest : public testing::Test {
 protected:
  AdviseVerbTest() {
    folder_.write("small.csv", small_table(120));
    folder_.write("small.yaml", small_experiment());
  }
  ProcessResult advise(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"advise", "--effort", "0.02"});
    return vernier(std::move(arguments), folder_.path());
  }
  ScratchFolder folder_;
};

TEST_F(AdviseVerbTest, OfATableGivesAnExperimentThatTuneRuns) {
  std::filesystem::create_directory(folder_.path() / "sub");
  const ProcessResult result = advise({"small.csv", "--target", "t", "--out", "sub/advice.yaml"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Learning rate (adamw"), HasSubstr("Range to search"), HasSubstr("Layers"),
                                HasSubstr("Overfitting and underfitting"), HasSubstr("Batch size"),
                                HasSubstr("Parameters, one at a time"), HasSubstr("vernier tune sub/advice.yaml")));
  EXPECT_THAT(result.err, HasSubstr("looking at the learning rate"));
  const std::string text = read_file(folder_.path() / "sub/advice.yaml");
  EXPECT_THAT(text,
              AllOf(HasSubstr("# "), HasSubstr("Smith 2017"), HasSubstr("../small.csv"), HasSubstr("refit: true")));
  const ProcessResult tuned = vernier({"tune", "sub/advice.yaml", "--trials", "2", "--json"}, folder_.path());
  EXPECT_EQ(tuned.status, 0) << tuned.err;
}

TEST_F(AdviseVerbTest, RepeatsAsJson) {
  const auto json = [&] {
    const ProcessResult result = advise({"small.yaml", "--json", "--seed", "5", "--quiet"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.err, IsEmpty());
    Json parsed = Json::parse(result.out);
    parsed.erase("seconds");
    for (Json& row : parsed["batch_sizes"]["sizes"]) row.erase("seconds_per_epoch");
    return parsed;
  };
  const Json first = json();
  EXPECT_EQ(first, json());
  for (const char* key :
       {"learning_rate", "layers", "curves", "noise", "batch_sizes", "screen", "suggestion", "yaml", "missing"}) {
    EXPECT_TRUE(first.contains(key)) << key;
  }
}

TEST_F(AdviseVerbTest, SeveralInputsAndOutputsAndTexts) {
  std::string csv = "text,x,t,z\n";
  for (int i = 0; i < 60; ++i) {
    csv += fmt::format("word{} other{} thing,0.{:02},{},{}\n", i % 7, i % 3, i % 50, i % 2 == 0 ? 'a' : 'b', i % 10);
  }
  folder_.write("texts.csv", csv);
  folder_.write("texts.yaml",
                "data: {path: texts.csv, target: [t, z], columns: {text: text}, task: [classification, regression]}\n"
                "model:\n"
                "  - input: {name: features}\n"
                "    as: numbers\n"
                "  - input: {name: text}\n"
                "  - embedding: {output_dim: 4, mask_zero: true}\n"
                "  - global_average_pooling1d: {}\n"
                "    as: words\n"
                "  - concatenate: {}\n"
                "    of: [numbers, words]\n"
                "  - dense: {units: 8, activation: relu}\n"
                "    as: h\n"
                "  - dense: {units: 1, activation: sigmoid}\n"
                "    as: t\n"
                "  - dense: 1\n"
                "    of: h\n"
                "    as: z\n"
                "  - outputs: [t, z]\n"
                "compile:\n"
                "  optimizer: adam\n"
                "  outputs: {t: binary_crossentropy, z: mse}\n"
                "fit: {batch_size: 8, epochs: 3, validation_split: 0.2}\n");
  const ProcessResult result = advise({"texts.yaml"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Learning rate (adam, batches of 8)"));
}

TEST_F(AdviseVerbTest, BadInput) {
  folder_.write("constant.csv", "a,y\n1,3\n2,3\n3,3\n4,3\n");
  EXPECT_THAT(advise({"constant.csv", "--target", "y"}).err, HasSubstr("y"));
  EXPECT_EQ(advise({"constant.csv", "--target", "y"}).status, 2);
  EXPECT_EQ(advise({"small.yaml", "--target", "t"}).status, 2);
  EXPECT_EQ(advise({"nowhere.csv", "--target", "t"}).status, 2);
  EXPECT_EQ(vernier({"advise", "small.yaml", "--effort", "-1"}, folder_.path()).status, 2);
  EXPECT_EQ(advise({"small.yaml", "--out", "small.yaml"}).status, 2);
  // no validation rows: what can be said without them
  folder_.write("bare.yaml", small_experiment({{", validation_split: 0.2", ""}, {"val_accuracy", "accuracy"}}));
  const ProcessResult bare = advise({"bare.yaml"});
  EXPECT_EQ(bare.status, 0) << bare.err;
  EXPECT_THAT(bare.out, HasSubstr("there are no validation rows"));
}

}  // namespace
}  // namespace vernier::cli
