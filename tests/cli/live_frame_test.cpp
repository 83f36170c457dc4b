// The picture of the live view as a pure function of the state and the size; a real terminal is in tests/view.
#include "apps/cli/live/live_frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <regex>

#include "apps/cli/live/parallel_panel.hpp"
#include "apps/cli/live/sparkline.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"

namespace vernier::cli {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TrialRecord ended_trial(TrialNumber number, double rate, double value, TrialState state = TrialState::complete) {
  TrialRecord trial;
  trial.number = number;
  trial.state = state;
  trial.params = {{"rate", rate}, {"kind", std::string(number % 2 == 0 ? "relu" : "tanh")}};
  trial.distributions =
      Distributions::Map{{"rate", Distribution::real(0.001, 1, true)},
                         {"kind", Distribution::categorical({std::string("relu"), std::string("tanh")})}};
  for (int step = 1; step <= 5; ++step) trial.reports.push_back({static_cast<double>(step), {value + 5.0 - step}});
  if (state == TrialState::complete) trial.values = {value};
  if (state == TrialState::failed) trial.why = "loss became NaN";
  return trial;
}

LiveState empty_state() {
  return {.study = "digits",
          .methods = "sampler gp, pruner asha",
          .objectives = {{"val_loss", Direction::minimize}},
          .parameters = {"rate", "kind"},
          .step = "epochs",
          .tally = SearchTally({.trials = 40}, Direction::minimize, 100)};
}

LiveState busy_state() {
  LiveState state = empty_state();
  for (int i = 0; i < 20; ++i) {
    state.started(ended_trial(i, 0.01, 1, TrialState::running), 100 + i);
    state.end(ended_trial(i, std::pow(10, -0.1 * i), 1.0 / (i + 1)), 101 + i);
  }
  TrialRecord running = ended_trial(20, 0.5, 1, TrialState::running);
  state.started(running, 120);
  running.number = 21;
  state.started(running, 121);
  state.importance = {{"rate", 0.75, {}, {}}, {"kind", 0.25, {}, {}}};
  return state;
}

Lines plain(const Lines& lines) {
  static const std::regex colour("\x1b\\[[0-9;]*m");
  Lines result;
  for (const std::string& line : lines) result.push_back(std::regex_replace(line, colour, ""));
  return result;
}

std::string picture(const LiveState& state, int width, int height) {
  return join(plain(draw_frame(state, 130, {.width = width, .height = height, .unicode = true, .color = true})), "\n");
}

TEST(ShareLines, TheLowestRankComesFirstAndTheRestGoesRound) {
  const std::vector<PanelNeed> needs{{2, 3, 0}, {5, 100, 2}, {4, 100, 1}};
  EXPECT_THAT(share_lines(needs, 1), ElementsAre(0, 0, 0));
  EXPECT_THAT(share_lines(needs, 2), ElementsAre(2, 0, 0));
  EXPECT_THAT(share_lines(needs, 6), ElementsAre(2, 0, 4));
  EXPECT_THAT(share_lines(needs, 10), ElementsAre(3, 0, 7));
  EXPECT_THAT(share_lines(needs, 11), ElementsAre(2, 5, 4));
  EXPECT_THAT(share_lines(needs, 20), ElementsAre(3, 9, 8));
}

TEST(Sparkline, FollowsTheValues) {
  const std::vector<double> values{0, 1, 2, 3, 4, 5, 6, 7};
  EXPECT_EQ(sparkline(values, 20, true), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(sparkline(values, 4, true), "▁▃▆█") << "the last of each two, between the least and the largest of them";
  const std::vector<double> odd{1, NAN, std::numeric_limits<double>::max(), -std::numeric_limits<double>::max()};
  EXPECT_EQ(sparkline(odd, 9, false), "~ #_");
  EXPECT_EQ(sparkline({}, 9, true), "");
  EXPECT_EQ(sparkline(values, 0, true), "");
}

TEST(LiveFrame, IsExactlyAsLargeAsTheTerminal) {
  LiveState state = busy_state();
  state.study = "研究😀 with a name that is much longer than any terminal is wide, and goes on and on and on";
  state.end(ended_trial(22, 0.1, 0, TrialState::failed), 125);
  TrialRecord wide = ended_trial(23, 0.1, 1e-9);
  wide.params["学习率的一个很长很长很长很长的名字"] = std::string("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀");
  state.end(wide, 126);
  for (const bool unicode : {true, false}) {
    for (const bool color : {true, false}) {
      for (const auto& [width, height] : std::vector<std::pair<int, int>>{
               {80, 24}, {200, 60}, {40, 10}, {72, 24}, {71, 24}, {100, 15}, {300, 100}, {20, 5}, {3, 2}, {1, 1}}) {
        const TerminalStyle style{.width = width, .height = height, .unicode = unicode, .color = color};
        const Lines lines = draw_frame(state, 130, style);
        ASSERT_EQ(std::ssize(lines), height);
        for (const std::string& line : plain(lines)) EXPECT_EQ(display_width(line), width) << line;
        EXPECT_EQ(lines == plain(lines), !color);
      }
    }
  }
}

TEST(LiveFrame, PanelsAreLeftOutByTheirRank) {
  const LiveState state = busy_state();
  EXPECT_THAT(picture(state, 200, 60), AllOf(HasSubstr("digits"), HasSubstr("20/40 trials"), HasSubstr("Best"),
                                             HasSubstr("History"), HasSubstr("Running"), HasSubstr("The best 10"),
                                             HasSubstr("Importance"), HasSubstr("Curves"), HasSubstr("Messages")));
  EXPECT_THAT(picture(state, 80, 24), AllOf(HasSubstr("digits"), HasSubstr("20/40 trials"), HasSubstr("Best"),
                                            HasSubstr("History"), HasSubstr("Running"), HasSubstr("The best 10"),
                                            HasSubstr("Importance"), HasSubstr("Messages"), Not(HasSubstr("Curves"))));
  EXPECT_THAT(picture(state, 40, 10),
              AllOf(HasSubstr("digits"), HasSubstr("20/40 trials"), HasSubstr("Best"), HasSubstr("Running"),
                    Not(HasSubstr("History")), Not(HasSubstr("The best 10"))));
  EXPECT_THAT(picture(state, 40, 2), AllOf(HasSubstr("digits"), HasSubstr("20/40 trials"), Not(HasSubstr("Best"))));
}

TEST(LiveFrame, SaysWhatTheTrialsCameTo) {
  const std::string shown = picture(busy_state(), 100, 24);
  EXPECT_THAT(shown, HasSubstr("val_loss 0.05"));  // 1/20, of trial 19
  EXPECT_THAT(shown, HasSubstr("trial 19"));
  EXPECT_THAT(shown, HasSubstr("rate=0.01259  kind=tanh"));
  EXPECT_THAT(shown, HasSubstr("20 complete"));
  EXPECT_THAT(shown, HasSubstr("2 running"));
  EXPECT_THAT(shown, HasSubstr("30s"));  // since 100
  EXPECT_THAT(shown, HasSubstr("30.0s left")) << "20 of 40 in 30 s";
  EXPECT_THAT(shown, HasSubstr("40/min"));
  EXPECT_THAT(shown, HasSubstr("█▆▅▃▁"));
}

TEST(LiveFrame, BeforeAnyTrialAndWhereAllFailed) {
  LiveState state = empty_state();
  EXPECT_THAT(picture(state, 80, 24), AllOf(HasSubstr("No trial is complete yet."), HasSubstr("No trial is running."),
                                            HasSubstr("0/40 trials")));
  for (int i = 0; i < 4; ++i) state.end(ended_trial(i, 0.1, 0, TrialState::failed), 110 + i);
  const std::string shown = picture(state, 80, 24);
  EXPECT_THAT(shown, HasSubstr("All 4 trials so far have failed."));
  EXPECT_THAT(shown, HasSubstr("trial 3 failed, the 3 before it too: loss became NaN"));
  EXPECT_EQ(state.messages.size(), 1U) << "one line for one reason";
}

TEST(LiveFrame, SeveralObjectivesShowTheirFront) {
  LiveState state = empty_state();
  state.objectives = {{"error", Direction::minimize}, {"speed", Direction::maximize}};
  const std::vector<std::vector<double>> values{{0.5, 10}, {0.3, 8}, {0.3, 7}, {0.9, 20}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    TrialRecord trial = ended_trial(static_cast<TrialNumber>(i), 0.1, 0);
    trial.values = values[i];
    state.end(trial, 110);
  }
  std::vector<TrialNumber> front;
  for (const TrialRecord* trial : front_of(state)) front.push_back(trial->number);
  EXPECT_THAT(front, ElementsAre(1, 0, 3));
  EXPECT_THAT(picture(state, 120, 40), AllOf(HasSubstr("3 trials that no other beats"),
                                             HasSubstr("error 0.3  speed 8  trial 1"), HasSubstr("The best 3")));
}

TEST(LiveFrame, TextOfUsersIsEscaped) {
  LiveState state = busy_state();
  state.study = "a\x1b[2Jb";
  state.methods = "m\rn";
  state.objectives[0].name = "x\ny";
  state.step = "s\x07t";
  TrialRecord trial = ended_trial(30, 0.1, -1);
  trial.params["p\x1b]0;q"] = std::string("\x1b[31m\xff");
  trial.distributions = {};
  state.end(trial, 125);
  state.running[20].trial.params["\x1b[H"] = true;
  state.importance.push_back({"i\x9b", 0.1, {}, {}});
  TrialRecord failed = ended_trial(31, 0.1, 0, TrialState::failed);
  failed.why = "\x1b[1;1Hgone\n";
  state.end(failed, 126);
  state.say("note\x1b[2J", 127);
  for (const int width : {80, 200}) {
    for (const std::string& line : draw_frame(state, 130, {.width = width, .height = 60})) {
      EXPECT_THAT(line,
                  AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\r")), Not(HasSubstr("\n")), Not(HasSubstr("\x07"))));
    }
    EXPECT_THAT(picture(state, width, 60), HasSubstr("a\\x1b[2Jb"));
  }
}

TEST(LiveState, AResumedTrialIsNotCountedTwice) {
  LiveState state = empty_state();
  TrialRecord trial = ended_trial(0, 0.1, 1, TrialState::paused);
  state.end(trial, 101);
  EXPECT_EQ(state.tally.paused, 1);
  trial.state = TrialState::running;
  state.started(trial, 102);
  EXPECT_EQ(state.tally.paused, 0);
  EXPECT_TRUE(state.ended.empty());
  state.reported(0, {6, {0.5}});
  EXPECT_EQ(state.running.at(0).trial.reports.size(), 6U);
  trial = ended_trial(0, 0.1, 0.5);
  state.end(trial, 103);
  EXPECT_EQ(state.ended.size(), 1U);
  EXPECT_EQ(state.tally.done(), 1);
  ASSERT_TRUE(state.best);
  EXPECT_EQ(state.best->reports.size(), 5U) << "of the best all reports are kept";
  EXPECT_EQ(state.ended[0].reports.size(), 1U) << "of others the last";
}

// Two trials at the ends of a logarithmic axis: lines that cross from its ends to those of the value's axis.
TEST(ParallelPanel, AnAxisIsTheRangeOfItsParameterAndTheBestIsMarked) {
  LiveState state = empty_state();
  for (const auto& [number, rate, value] :
       std::vector<std::tuple<TrialNumber, double, double>>{{0, 1.0, 9}, {1, 0.001, 3}}) {
    TrialRecord trial = ended_trial(number, rate, value);
    trial.params.erase("kind");
    state.end(trial, 110);
  }
  const Lines lines = parallel_panel(state, {29, 7}, {.unicode = true, .color = false});
  EXPECT_THAT(lines[1], AllOf(HasSubstr("rate"), HasSubstr("val_loss")));
  EXPECT_EQ(lines[2], "    1                   3") << "the largest rate, the least loss";
  EXPECT_EQ(lines.back(), "  0.001                 9");
  EXPECT_TRUE(lines[3].starts_with("    │") && lines[3].ends_with("●")) << lines[3];
  EXPECT_TRUE(lines[5].starts_with("    ●") && lines[5].ends_with("│")) << lines[5];
}

TEST(ParallelPanel, WhatIsInactiveOrDoesNotFitIsLeftOut) {
  LiveState state = busy_state();
  TrialRecord trial = ended_trial(30, 0.1, -1);
  trial.params.erase("kind");  // inactive
  for (int i = 0; i < 20; ++i) trial.params["layer[" + std::to_string(i) + "].units"] = 0.5;
  state.end(trial, 125);
  const Lines lines = parallel_panel(state, {60, 9}, {.unicode = true, .color = false});
  EXPECT_EQ(std::ssize(lines), 9);
  EXPECT_THAT(lines[0], HasSubstr("17 more parameters"));
  EXPECT_THAT(lines[1], AllOf(HasSubstr("rate"), HasSubstr("kind"))) << "the most important ones stay";
}

}  // namespace
}  // namespace vernier::cli
