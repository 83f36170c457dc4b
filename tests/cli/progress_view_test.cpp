#include "apps/cli/progress_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Progress : public testing::Test {
 protected:
  Progress() { stream_ = open_memstream(&text_, &size_); }
  ~Progress() override {
    std::fclose(stream_);
    std::free(text_);
  }
  ProgressOptions options() {
    ProgressOptions options;
    options.limits.trials = 100;
    options.direction = Direction::maximize;
    options.stream = stream_;
    options.style = {.width = 80, .unicode = false};
    options.clock = [this] { return now_; };
    return options;
  }
  std::string written() {
    std::fflush(stream_);
    return {text_, size_};
  }
  static TrialRecord trial(TrialNumber number, TrialState state, double value = 0) {
    TrialRecord record;
    record.number = number;
    record.state = state;
    if (state == TrialState::complete) record.values = {value};
    if (state == TrialState::failed) record.why = "loss became NaN at epoch 3";
    if (state == TrialState::pruned) record.reports = {{12, {0.1}}};
    record.params = {{"lr", 0.01}};
    return record;
  }
  double now_ = 0;

 private:
  std::FILE* stream_ = nullptr;
  char* text_ = nullptr;
  std::size_t size_ = 0;
};

TEST_F(Progress, QuietSaysNothing) {
  ProgressOptions quiet = options();
  quiet.quiet = true;
  {
    ProgressView view(quiet);
    view.begin({});
    view.ended(trial(0, TrialState::complete, 0.5));
    view.finish();
  }
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(Progress, PlainLinesAreThrottledButImprovementsShow) {
  {
    ProgressView view(options());
    view.begin({});
    for (int i = 0; i < 1000; ++i) {
      now_ += 0.001;
      view.ended(trial(i, TrialState::complete, i == 700 ? 0.9 : 0.5));
    }
  }
  const std::string text = written();
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 5);
  EXPECT_THAT(text, HasSubstr("trial 700  0.9 *"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
}

TEST_F(Progress, SaysStatesRateAndTimeLeft) {
  {
    ProgressView view(options());
    const std::vector<TrialRecord> before{trial(0, TrialState::complete, 0.4)};
    view.begin(before);
    now_ = 10;
    view.ended(trial(1, TrialState::failed));
    now_ = 20;
    view.ended(trial(2, TrialState::pruned));
  }
  const std::string text = written();
  EXPECT_THAT(text, HasSubstr("failed: loss became NaN at epoch 3"));
  EXPECT_THAT(text, HasSubstr("pruned at epochs 12"));
  EXPECT_THAT(text, HasSubstr("3/100 trials, 1 pruned, 1 failed, best 0.4, 6/min, 16m10s left"));
}

TEST_F(Progress, ATerminalLineIsRedrawnAtMostTenTimesASecond) {
  ProgressOptions terminal = options();
  terminal.terminal = true;
  {
    ProgressView view(terminal);
    view.begin({});
    view.started(trial(0, TrialState::running));
    for (int i = 0; i < 1000; ++i) {
      now_ += 0.001;
      TrialRecord running = trial(0, TrialState::running);
      running.reports = {{static_cast<double>(i), {0.1}}};
      view.reported(running, Decision::keep);
    }
  }
  const std::string text = written();
  EXPECT_LE(std::count(text.begin(), text.end(), '\r'), 13);
  EXPECT_TRUE(text.ends_with("\r\x1b[K")) << "the status line is taken away at the end";
}

TEST_F(Progress, HostileNamesAreHarmless) {
  TrialRecord record = trial(0, TrialState::complete, 0.5);
  record.params = {{"evil\x1b[2J", std::string("a\nb")}};
  ProgressOptions terminal = options();
  terminal.terminal = true;
  {
    ProgressView view(terminal);
    view.ended(record);
  }
  EXPECT_THAT(written(), Not(HasSubstr("\x1b[2J")));
}

}  // namespace
}  // namespace vernier::cli
