// Experiment files that cannot be meant: the program says where and why, ends with status 2 and leaves nothing behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

struct BadExperiment {
  std::vector<Exchange> exchanges;
  std::vector<std::string> message;  // parts of what stderr must say
};

Exchange units(const std::string& range) { return {"units: 8", "units: " + range}; }
Exchange before_objective(const std::string& line) { return {"objective:", line + "\nobjective:"}; }

std::vector<BadExperiment> bad_experiments() {
  const Exchange last_layer{"dense: {units: 1, activation: sigmoid}", ""};
  const auto last = [&](const std::string& layer) { return Exchange{last_layer.from, layer}; };
  return {
      {{{"activation: relu}", "activation: relu"}}, {"line 4", "expected YAML or JSON"}},
      {{{"  - dense: {units: 8", "\t- dense: {units: 8"}}, {"line 3, column 2"}},
      {{{"fit: {", "fit: {epochs: 2, "}}, {"line 9", "'epochs' stands twice"}},
      {{{"compile:", "compil:"}}, {"unknown key 'compil'", "Did you mean 'compile'?"}},
      {{{"units", "unitz"}}, {"model.dense", "'unitz'", "Did you mean 'units'?"}},
      {{{"batch_size", "batchsize"}}, {"fit", "'batchsize'", "Did you mean 'batch_size'?"}},
      {{{"target: t", "targt: t"}}, {"data", "'targt'", "Did you mean 'target'?"}},
      {{{"dense: {units: 8", "dens: {units: 8"}}, {"unknown layer 'dens'", "Did you mean 'dense'?"}},
      {{{"adam", "adm"}}, {"unknown optimizer 'adm'", "Did you mean 'adam'?"}},
      {{{"binary_crossentropy", "binary_crosentropy"}}, {"unknown loss", "Did you mean 'binary_crossentropy'?"}},
      {{{"relu", "rleu"}}, {"unknown activation 'rleu'", "Did you mean"}},
      {{{"relu", "{values: [relu, tahn]}"}}, {"unknown activation 'tahn'", "Did you mean 'tanh'?"}},
      {{{"[accuracy]", "[acuracy]"}}, {"unknown metric 'acuracy'", "Did you mean 'accuracy'?"}},
      {{{"val_accuracy", "val_acuracy"}}, {"'val_acuracy'", "Did you mean 'val_accuracy'?"}},
      {{{"maximize", "maximise"}}, {"direction", "\"maximise\"", "Did you mean 'maximize'?"}},
      {{before_objective("study: {sampler: qcm}")}, {"unknown sampler 'qcm'", "Did you mean 'qmc'?"}},
      {{before_objective("study: {pruner: medain}")}, {"unknown pruner 'medain'", "Did you mean 'median'?"}},
      {{before_objective("study: {trails: 5}")}, {"study: unknown option 'trails'", "Did you mean 'trials'?"}},
      {{units("{min: 16, max: 4}")}, {"parameter 'units'", "min 16 is above max 4", "Swap"}},
      {{{"learning_rate: 0.01", "learning_rate: {min: 0, max: 0.1, log: true}"}}, {"a log range from 0", "Raise min"}},
      {{units("{min: 1, max: 10, step: 4}")}, {"step 4 does not divide", "Use max: 9"}},
      {{units("many")}, {"'units' is \"many\"", "an integer of at least 1"}},
      {{units("{values: [8, many]}")}, {"'units' is \"many\"", "an integer of at least 1"}},
      {{units("{min: 1, max: 4, when: 3}")}, {"units: when is 3", "a condition"}},
      {{units("{min: 1, max: 4, when: \"foo == 'x'\"}")}, {"unknown parameter 'foo'"}},
      {{units("{min: 1, max: 4, when: \"batch_size > 4\"}"),
        {"batch_size: 8", "batch_size: {min: 1, max: 8, when: \"units > 2\"}"}},
       {"conditions form a ring", "Remove one"}},
      {{units("{min: 1, max: 4}"), before_objective("constraints: ['units > 5']")},
       {"no configuration", "units > 5", "Loosen"}},
      {{units("{min: 1, max: 4}"), before_objective("constraints: ['unitz > 2']")},
       {"'unitz'", "Did you mean 'units'?"}},
      {{{"adam: {learning_rate: 0.01}", "-1"}}, {"compile.optimizer", "-1"}},
      {{{"data: {path: small.csv, target: t, test: 0.2}", "data: 7"}}, {"no data are named", "data: {path"}},
      {{{"small.csv", "gone.csv"}}, {"gone.csv does not exist"}},
      {{{"test: 0.2", "test: {rows: \"i % 5 == \"}"}}, {"column 10", "expected a number"}},
      {{{", validation_split: 0.2", ""}}, {"needs a validation part", "validation_split: 0.2"}},
      {{last("reshape: {target_shape: [3, 5]}")}, {"layer 'reshape'", "(8,)", "(3, 5)"}},
      {{last("dense: {units: 3, activation: softmax}")}, {"layer 'dense_1'", ", 3)", "should have 1 unit"}},
      {{{"loss: binary_crossentropy", "loss: sparse_categorical_crossentropy"}},
       {"layer 'dense_1'", "(1,)", "2 classes", "2 units"}},
      {{units("{min: 4, max: 5}"), last("reshape: {target_shape: [3, 3]}")},
       {"none of 20 configurations", "layer 'reshape'"}},
  };
}

class BadExperimentFile : public testing::Test {
 protected:
  BadExperimentFile() { folder_.write("small.csv", small_table()); }
  ScratchFolder folder_;
};

TEST_F(BadExperimentFile, IsRefusedWithPlaceAndRemedyAndNothingIsWritten) {
  for (const BadExperiment& bad : bad_experiments()) {
    folder_.write("bad.yaml", small_experiment(bad.exchanges));
    const std::string what = bad.exchanges[0].to;
    const ProcessResult result = vernier({"tune", "bad.yaml", "--quiet"}, folder_.path());
    EXPECT_EQ(result.status, 2) << what << ": " << result.err;
    EXPECT_THAT(result.out, IsEmpty()) << what;
    EXPECT_THAT(result.err, Not(HasSubstr("exception"))) << what;
    for (const std::string& part : bad.message) EXPECT_THAT(result.err, HasSubstr(part)) << what;
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db")) << what;
  }
}

TEST_F(BadExperimentFile, ItsMessageBeginsWithTheFile) {
  for (const char* from : {"compile:", "units", "target: t", "val_accuracy", "test: 0.2"}) {
    folder_.write("bad.yaml",
                  small_experiment({{from, std::string(from) == "test: 0.2" ? "test: 7" : std::string("un") + from}}));
    EXPECT_THAT(vernier({"tune", "bad.yaml"}, folder_.path()).err, StartsWith("vernier: bad.yaml: ")) << from;
  }
}

TEST_F(BadExperimentFile, OtherEncodingsAreNamed) {
  folder_.write("bad.yaml", "\xff\xfem\0o\0");
  EXPECT_THAT(vernier({"tune", "bad.yaml"}, folder_.path()).err, HasSubstr("iconv -f utf-16"));
  folder_.write("bad.yaml", "model: caf\xe9\n");
  EXPECT_THAT(vernier({"tune", "bad.yaml"}, folder_.path()).err, HasSubstr("iconv -f latin1"));
}

TEST_F(BadExperimentFile, WhereSomeConfigurationsFitTheOthersAreFailedTrials) {
  folder_.write(
      "some.yaml",
      small_experiment({units("{min: 3, max: 4}"),
                        {"activation: relu}", "activation: relu}\n  - reshape: {target_shape: [2, 2]}\n  - flatten"}}));
  const ProcessResult result =
      vernier({"tune", "some.yaml", "--trials", "4", "--json", "-q", "--storage", "memory://"}, folder_.path());
  ASSERT_EQ(result.status, 0) << result.err;
  const Json trials = Json::parse(result.out)["trials"];
  EXPECT_GT(trials["failed"], 0);
  EXPECT_GT(trials["complete"], 0);
}

TEST_F(BadExperimentFile, ADivergingTrialFailsWithItsEpochAndTheSearchGoesOn) {
  folder_.write("far.yaml",
                small_experiment({{"adam: {learning_rate: 0.01}", "sgd: {learning_rate: {values: [0.01, 1.0e+30]}}"},
                                  {"activation: sigmoid", "activation: linear"},
                                  {"binary_crossentropy", "mean_squared_error"},
                                  {"metric: val_accuracy, direction: maximize", "metric: val_loss"}}));
  const ProcessResult result = vernier({"tune", "far.yaml", "--trials", "6"}, folder_.path());
  EXPECT_EQ(result.status, 0) << result.err;
  const Json trials = Json::parse(vernier({"trials", "--json"}, folder_.path()).out);
  ASSERT_EQ(trials.size(), 6U);
  int failed = 0;
  for (const Json& trial : trials) {
    if (trial["params"]["learning_rate"] == 0.01) continue;
    ++failed;
    EXPECT_EQ(trial["state"], "failed");
    EXPECT_THAT(trial["why"].get<std::string>(), StartsWith("loss became NaN at epoch "));
  }
  EXPECT_GT(failed, 0);
  EXPECT_LT(failed, 6);
  // where it is all there is, nothing succeeded
  const ProcessResult alone = vernier({"train", "far.yaml", "--set", "learning_rate=1e30", "-q"}, folder_.path());
  EXPECT_EQ(alone.status, 1);
  EXPECT_THAT(alone.err, HasSubstr("loss became NaN at epoch 1. A lower learning rate"));
}

}  // namespace
}  // namespace vernier::cli
