// The pipe over real stdin and stdout.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <sstream>

#include "tests/cli/subprocess.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;

class PipeProgram : public testing::Test {
 protected:
  PipeProgram() { folder_.write("space.yaml", "parameters: {x: {min: 0, max: 1.5}, n: {min: 1, max: 9}}\n"); }
  ScratchFolder folder_;
};

TEST_F(PipeProgram, AnswersInOrderAndSurvivesNoise) {
  std::string input =
      "{\"op\":\"ask\"}\r\nnoise\n\n" + std::string(17 << 20, 'x') + "\n{\"op\":\"tell\",\"trial\":0,\"value\":1}";
  const ProcessResult result =
      vernier({"pipe", "--space", "space.yaml", "--storage", "memory://"}, folder_.path(), input);
  EXPECT_EQ(result.status, 0) << result.err;
  std::vector<std::string> lines;
  std::istringstream stream(result.out);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 5U) << result.out;
  EXPECT_THAT(lines[0], HasSubstr("\"trial\":0"));
  EXPECT_THAT(lines[1], HasSubstr("not JSON"));
  EXPECT_THAT(lines[2], HasSubstr("error"));
  EXPECT_THAT(lines[3], HasSubstr("longer than"));
  EXPECT_EQ(lines[4], "{}");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db"));
}

TEST_F(PipeProgram, TheSameSeedProposesTheSame) {
  std::string first;
  for (int i = 0; i < 2; ++i) {
    const std::string out =
        vernier({"pipe", "--space", "space.yaml", "--storage", "memory://", "--seed", "5", "--sampler", "random"},
                folder_.path(), "{\"op\":\"ask\",\"n\":20}\n")
            .out;
    if (i == 0) first = out;
    EXPECT_EQ(out, first);
  }
}

TEST_F(PipeProgram, WhatWasToldSurvivesKill) {
  const std::vector<std::string> command{"pipe", "--space", "space.yaml", "--study", "killed"};
  std::int64_t told = 0;
  for (int round = 0; round < 8; ++round) {
    LiveProcess process(command, folder_.path());
    for (int i = 0; i <= round; ++i) {
      const Json asked = Json::parse(process.ask("{\"op\":\"ask\"}"));
      ASSERT_TRUE(asked.contains("trial")) << asked.dump();
      const std::string tell = Json({{"op", "tell"}, {"trial", asked["trial"]}, {"value", told}}).dump();
      ASSERT_EQ(process.ask(tell), "{}");
      ++told;
    }
    EXPECT_THAT(process.ask("{\"op\":\"ask\"}"), HasSubstr("params"));  // one that is never told
    process.signal(SIGKILL);
    EXPECT_EQ(process.wait(), 128 + SIGKILL);
  }
  const Json trials = Json::parse(vernier({"trials", "killed", "--state", "complete", "--json"}, folder_.path()).out);
  ASSERT_EQ(static_cast<std::int64_t>(trials.size()), told);
  for (std::int64_t i = 0; i < told; ++i) {
    EXPECT_EQ(trials[static_cast<std::size_t>(i)]["values"][0], static_cast<double>(i));
  }
}

}  // namespace
}  // namespace vernier::cli
