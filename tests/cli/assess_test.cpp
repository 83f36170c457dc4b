// assess and compare, as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class AssessVerbTest : public testing::Test {
 protected:
  AssessVerbTest() {
    folder_.write("small.csv", small_table(120));
    folder_.write("small.yaml", small_experiment({{"units: 8", "units: {min: 2, max: 16}"}}));
  }
  ProcessResult run(std::vector<std::string> arguments) const { return vernier(std::move(arguments), folder_.path()); }
  ScratchFolder folder_;
};

TEST_F(AssessVerbTest, InWordsAndAsJsonWithTheSameNumbers) {
  const ProcessResult tuned = run({"tune", "small.yaml", "--trials", "4", "-q"});
  ASSERT_EQ(tuned.status, 0) << tuned.err;
  EXPECT_THAT(tuned.out, HasSubstr("vernier assess small"));
  const ProcessResult words = run({"assess", "small", "--repeats", "2"});
  ASSERT_EQ(words.status, 0) << words.err;
  for (const char* part : {"What tuning gained: small", "95 % interval", "random search", "default settings",
                           "Best value by budget", "What other training rows would change"}) {
    EXPECT_THAT(words.out, HasSubstr(part));
  }
  EXPECT_THAT(words.err, HasSubstr("repeats: 6 of 6 trainings"));
  const ProcessResult result = run({"assess", "--repeats", "2", "--jobs", "2", "--json", "-q"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["gains"][0]["over"], "default settings");
  EXPECT_EQ(json["repeats"], 2);
  EXPECT_EQ(Json::parse(run({"show", "--json"}).out)["attributes"]["assessment"], json);
}

TEST_F(AssessVerbTest, WhatCannotBeAssessedSaysWhy) {
  EXPECT_EQ(run({"assess", "small"}).status, 2) << "no storage";
  folder_.write("space.yaml", "parameters:\n  x: {min: 0.0, max: 1.0}\n");
  ASSERT_EQ(run({"ask", "--space", "space.yaml", "--study", "other"}).status, 0);
  const ProcessResult other = run({"assess", "other"});
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.err, HasSubstr("vernier tune"));
  EXPECT_EQ(run({"assess", "other", "--repeats", "0"}).status, 2);
}

TEST_F(AssessVerbTest, StudiesAgainstOneAnother) {
  for (const char* seed : {"1", "2"}) {
    for (const char* sampler : {"random", "tpe"}) {
      const std::string name = std::string(sampler) + "-" + seed;
      ASSERT_EQ(run({"tune", "small.yaml", "--trials", "4", "-q", "--seed", seed, "--sampler", sampler, "--pruner",
                     "none", "--study", name})
                    .status,
                0);
    }
  }
  const ProcessResult words = run({"compare", "--group", "random-1", "random-2", "tpe-2", "tpe-1"});
  ASSERT_EQ(words.status, 0) << words.err;
  for (const char* part : {"After 12 epochs", "random (2)", "mean rank", "Best value by budget"}) {
    EXPECT_THAT(words.out, HasSubstr(part));
  }
  const Json json = Json::parse(run({"compare", "--group", "random-1", "random-2", "tpe-2", "tpe-1", "--json"}).out);
  EXPECT_EQ(json["unit"], "epochs");
  EXPECT_EQ(json["budgets"], Json({1, 3, 6, 12}));
  EXPECT_EQ(json["duels"][0]["paired"], true);
  EXPECT_EQ(json["studies"].size(), 4U);
  EXPECT_EQ(run({"compare", "random-1"}).status, 2);
  EXPECT_EQ(run({"compare", "random-1", "nobody"}).status, 2);
}

}  // namespace
}  // namespace vernier::cli
