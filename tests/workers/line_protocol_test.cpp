#include "vernier/workers/line_protocol.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/workers/line_splitter.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;

const std::vector<std::string> one{"value"};
const std::vector<std::string> two{"error", "seconds"};

TEST(LineProtocol, ReportsAndTells) {
  const auto report = protocol_line("vernier: report step=3 value=0.41", one);
  EXPECT_EQ(report->report->step, 3);
  EXPECT_THAT(report->report->values, ElementsAre(0.41));
  EXPECT_EQ(protocol_line("vernier:report value=-1e-3", one)->report->step, std::nullopt);
  EXPECT_TRUE(std::isnan(protocol_line("vernier: tell value=nan", one)->told->values[0]));
  EXPECT_THAT(protocol_line("vernier: tell values=0.1,12 constraints=-1,2", two)->told->values, ElementsAre(0.1, 12));
  EXPECT_THAT(protocol_line("vernier: tell seconds=12 error=0.1", two)->told->values, ElementsAre(0.1, 12));
  const auto failed = protocol_line("vernier: tell state=failed why=\"no convergence\"", one);
  EXPECT_EQ(failed->told->state, TrialState::failed);
  EXPECT_EQ(failed->told->why, "no convergence");
  EXPECT_EQ(protocol_line("epoch 3 value=0.4", one), std::nullopt);
}

TEST(LineProtocol, WhatCannotBeMeantIsRefused) {
  for (const char* line :
       {"vernier: report", "vernier: report step=three value=1", "vernier: report value=1 value=2",
        "vernier: repot value=1", "vernier: tell", "vernier: tell state=done", "vernier: report step 3",
        "vernier: tell why=\"open", "vernier: report step=1 valu=3", "vernier: tell values=1,,2"}) {
    EXPECT_THROW((void)protocol_line(line, one), BadData) << line;
  }
}

std::vector<std::string> lines_of(std::initializer_list<std::string> pieces) {
  LineSplitter splitter;
  std::vector<std::string> lines;
  const auto take = [&](std::string_view line) { lines.emplace_back(line); };
  for (const std::string& piece : pieces) splitter.add(piece, take);
  splitter.finish(take);
  return lines;
}

TEST(LineSplitter, LinesArriveInPieces) {
  EXPECT_THAT(lines_of({"on", "e\ntw", "o\r\n\r\nthree"}), ElementsAre("one", "two", "three"));
  EXPECT_THAT(lines_of({"10%\r50%\r", "100%\n"}), ElementsAre("10%", "50%", "100%"));
  EXPECT_THAT(lines_of({"\x1b[1m25/25\x1b[0m \x1b[3", "2mdone\x1b[0m\n"}), ElementsAre("25/25 done"));
  EXPECT_THAT(lines_of({"1/9\b\b\b2/9\n"}), ElementsAre("2/9"));
  EXPECT_THAT(lines_of({std::string(3 << 20, 'x') + "\nnext\n"}), ElementsAre(std::string(1 << 20, 'x'), "next"));
}

}  // namespace
}  // namespace vernier
