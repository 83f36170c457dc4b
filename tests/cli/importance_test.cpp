// `vernier importance` of a stored study: methods, effects, and what it says where there is little to say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/core.h>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/json.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

/// 3 x + y with x and y of [0, 1] and a kind that does nothing.
class ImportanceOfAStudy : public testing::Test {
 protected:
  ImportanceOfAStudy() {
    folder_.write("space.yaml",
                  "parameters: {x: {min: 0.0, max: 1.0}, y: {min: 0.0, max: 1.0}, \"ki<n>d 数\": {values: [a, b]}}\n");
    std::string told;
    Rng rng(1);
    for (int k = 0; k < 60; ++k) {
      const double x = rng.uniform();
      const double y = rng.uniform();
      told += fmt::format("{{\"op\":\"tell\",\"params\":{{\"x\":{},\"y\":{},\"ki<n>d 数\":\"{}\"}},\"value\":{}}}\n", x,
                          y, k % 2 == 0 ? "a" : "b", 3 * x + y);
    }
    const ProcessResult result = vernier({"pipe", "--space", "space.yaml", "--study", "s"}, folder_.path(), told);
    EXPECT_EQ(result.status, 0) << result.err;
  }
  ProcessResult importance(std::vector<std::string> words) const {
    words.insert(words.begin(), {"importance", "s"});
    return vernier(words, folder_.path());
  }
  ScratchFolder folder_;
};

TEST_F(ImportanceOfAStudy, EveryMethodFindsTheLargerEffect) {
  for (const char* method : {"auto", "fanova", "permutation", "ped_anova", "main_effects", "length_scales"}) {
    const ProcessResult result = importance({"--method", method, "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const Json json = Json::parse(result.out);
    ASSERT_EQ(json.size(), 3) << method;
    EXPECT_EQ(json[0]["name"], "x") << method;
    EXPECT_GT(json[0]["importance"], 0.5) << method;
  }
}

TEST_F(ImportanceOfAStudy, InteractionsNameBoth) {
  const ProcessResult result = importance({"--method", "fanova:interactions=3", "--json"});
  ASSERT_EQ(result.status, 0) << result.err;
  const Json json = Json::parse(result.out);
  ASSERT_EQ(json.size(), 6);
  int pairs = 0;
  for (const Json& one : json) pairs += one.contains("with") ? 1 : 0;
  EXPECT_EQ(pairs, 3);
  EXPECT_THAT(importance({"--method", "fanova:interactions=2"}).out, HasSubstr("x x y"));
}

TEST_F(ImportanceOfAStudy, EffectsOfOneAndTwo) {
  const Json one = Json::parse(importance({"--effects", "x", "--json"}).out);
  EXPECT_EQ(one["name"], "x");
  ASSERT_EQ(one["mean"].size(), 64);
  EXPECT_NEAR(one["mean"][60].get<double>() - one["mean"][4].get<double>(), 3 * 56.0 / 64, 0.3);
  const Json two = Json::parse(importance({"--effects", "x,ki<n>d 数", "--json"}).out);
  EXPECT_EQ(two["with"]["values"], Json({"a", "b"}));
  EXPECT_EQ(two["mean"].size(), 128);
  const ProcessResult drawn = importance({"--effects", "x,y"});
  EXPECT_EQ(drawn.status, 0);
  EXPECT_THAT(drawn.out, HasSubstr("Effect of x by y"));
  EXPECT_THAT(drawn.out, HasSubstr("(rows)"));
}

TEST_F(ImportanceOfAStudy, RefusesUnknownNames) {
  const ProcessResult result = importance({"--effects", "z"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("no parameter 'z'"));
  EXPECT_EQ(importance({"--method", "fanovva"}).status, 2);
}

}  // namespace
}  // namespace vernier::cli
