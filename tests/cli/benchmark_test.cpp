// `vernier benchmark` on the bundled task, on a file and on a program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

const char* const task =
    R"({"name": "t", "parameters": {"x": {"min": 0, "max": 3}}, "results": [[5], [4, 4], [3], [9]]})";

TEST(Benchmark, RanksSamplersOnTheBundledTask) {
  const ScratchFolder folder;
  const ProcessResult result =
      vernier({"benchmark", "--samplers", "random", "tpe", "--pruners", "none", "asha", "--trials", "4", "--seeds", "2",
               "--jobs", "2", "--csv", "runs.csv", "--quiet", "--json"},
              folder.path());
  ASSERT_EQ(result.status, 0) << result.err;
  const Json json = Json::parse(result.out);
  ASSERT_EQ(json["contenders"].size(), 4);
  double ranks = 0;
  for (const Json& contender : json["contenders"]) ranks += contender["rank"].get<double>();
  EXPECT_DOUBLE_EQ(ranks, 1 + 2 + 3 + 4);
  EXPECT_EQ(json["contenders"][3]["pruner"], "asha");
  EXPECT_EQ(json["problems"][0]["contenders"][0]["curve"].size(), 4);
  const std::string csv = content_of(folder.path() / "runs.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 4 * 2 * 4);
}

TEST(Benchmark, ReadsARecordedTaskAndDrawsItsCurves) {
  ScratchFolder folder;
  folder.write("task.json", task);
  const ProcessResult result = vernier(
      {"benchmark", "task.json", "--samplers", "grid", "random", "--trials", "4", "--seeds", "3"}, folder.path());
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Mean rank over 3 runs of each"));
  EXPECT_THAT(result.out, HasSubstr("t: regret"));
  EXPECT_THAT(result.err, HasSubstr("6 of 6 runs"));
}

TEST(Benchmark, RunsAProgram) {
  ScratchFolder folder;
  folder.write("space.yaml", "parameters: {x: {min: 0.0, max: 1.0}}\nobjective: {name: gain, direction: maximize}\n");
  const ProcessResult result = vernier({"benchmark", "--space", "space.yaml", "--samplers", "random", "qmc", "--trials",
                                        "3", "--seeds", "2", "--quiet", "--json", "--", "sh", "-c", "echo {x}"},
                                       folder.path());
  ASSERT_EQ(result.status, 0) << result.err;
  const Json problem = Json::parse(result.out)["problems"][0];
  EXPECT_EQ(problem["score"], "gain");
  for (const Json& contender : problem["contenders"]) {
    const auto curve = contender["curve"].get<std::vector<double>>();
    EXPECT_TRUE(std::is_sorted(curve.begin(), curve.end()));
    EXPECT_GT(curve[0], 0);
    EXPECT_LT(curve[2], 1);
  }
}

TEST(Benchmark, RefusesWhatItCannotCompare) {
  ScratchFolder folder;
  folder.write("task.json", task);
  folder.write("bad.json", R"({"parameters": {"x": {"min": 0, "max": 3}}, "results": [[5]]})");
  const auto refused = [&](std::vector<std::string> words, const std::string& why) {
    words.insert(words.begin(), "benchmark");
    const ProcessResult result = vernier(words, folder.path());
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.err, HasSubstr(why));
  };
  refused({"bad.json"}, "1 results of 4 configurations");
  refused({"missing.json"}, "missing.json");
  refused({"task.json", "--samplers", "rendom"}, "random");
  refused({"task.json", "--trials", "0"}, "--trials");
  refused({"task.json", "--", "true"}, "--space");
}

}  // namespace
}  // namespace vernier::cli
