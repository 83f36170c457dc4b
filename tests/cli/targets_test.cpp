// Several targets, as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::StartsWith;

constexpr const char* experiment = R"(
data: {path: small.csv, target: [x, t], test: small_test.csv}
model:
  - dense: {units: 8, activation: relu}
    as: h
  - dense: 1
    as: x
  - dense: {units: 1, activation: sigmoid}
    of: h
    as: t
  - outputs: [x, t]
compile:
  optimizer: {adam: {learning_rate: 0.01}}
  outputs: {x: {loss: mse}, t: {loss: binary_crossentropy, metrics: [accuracy]}}
fit: {batch_size: 8, epochs: 3, validation_split: 0.2}
)";

class SeveralTargets : public testing::Test {
 protected:
  SeveralTargets() {
    folder_.write("small.csv", small_table(120));
    folder_.write("small_test.csv", small_table(40));
    folder_.write("two.yaml", experiment);
  }
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  ScratchFolder folder_;
};

TEST_F(SeveralTargets, TrainSaveEvaluateAndPredict) {
  const ProcessResult trained = run({"train", "two.yaml", "--json", "-q", "--out", "m.safetensors"});
  ASSERT_EQ(trained.status, 0) << trained.err;
  const Json json = Json::parse(trained.out);
  std::vector<std::string> logs;
  for (const auto& [name, values] : json["history"].items()) logs.push_back(name);
  EXPECT_THAT(logs, IsSupersetOf({"loss", "x_loss", "t_loss", "t_accuracy", "val_x_loss", "val_t_accuracy"}));
  const Json scores = Json::parse(run({"evaluate", "m.safetensors", "small_test.csv", "--json"}).out);
  for (const char* name : {"x_rmse", "x_mae", "x_r2", "t_accuracy"})
    EXPECT_EQ(scores[name], json["test"][name]) << name;

  const std::string csv = run({"predict", "m.safetensors", "small_test.csv"}).out;
  EXPECT_THAT(csv, StartsWith("x,t,p(t = a),p(t = b)\n"));
  const Json rows = Json::parse(run({"predict", "m.safetensors", "small_test.csv", "--json"}).out);
  ASSERT_EQ(rows.size(), 40U);
  // the scores by hand, of the predictions and of the file that they are for
  std::istringstream predicted(csv);
  std::istringstream truth(small_table(40));
  std::string line;
  std::string row;
  std::getline(predicted, line);
  std::getline(truth, row);
  double error = 0;
  int right = 0;
  for (std::size_t i = 0; std::getline(predicted, line) && std::getline(truth, row); ++i) {
    const double x = std::stod(line);
    EXPECT_NEAR(rows[i]["x"]["prediction"].get<double>(), x, 1e-6);
    const std::string kind = line.substr(line.find(',') + 1, 1);
    EXPECT_EQ(rows[i]["t"]["prediction"], kind);
    EXPECT_NEAR(rows[i]["t"]["probabilities"]["a"].get<double>() + rows[i]["t"]["probabilities"]["b"].get<double>(), 1,
                1e-6);
    error += std::abs(x - std::stod(row)) / 40;
    right += kind[0] == row.back() ? 1 : 0;
  }
  EXPECT_NEAR(scores["x_mae"].get<double>(), error, 1e-5);
  EXPECT_NEAR(scores["t_accuracy"].get<double>(), right / 40.0, 1e-9);
}

TEST_F(SeveralTargets, TuneShowsThemAll) {
  const ProcessResult result = run({"tune", "two.yaml", "--trials", "1"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("120 rows to learn from, 40 to test; regression of 'x'; binary of 't' (a: "));
  for (const char* part : {"x_rmse", "t_accuracy", "default settings"}) EXPECT_THAT(result.out, HasSubstr(part));
}

TEST_F(SeveralTargets, APlainTableHasOne) {
  const ProcessResult result = run({"tune", "small.csv", "--target", "x,t"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("target is 'x,t': expected one column, or in an experiment file a list"));
  EXPECT_THAT(result.err, HasSubstr("Write target: [x,t] in its data: block."));
}

}  // namespace
}  // namespace vernier::cli
