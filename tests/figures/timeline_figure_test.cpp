#include "vernier/figures/timeline_figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Two workers: trials 0 (10 s) and 1 (2 s) begin together, 2 (3 s) follows 1, and 3 is still running.
TEST(TimelineFigure, TrialsThatRanSideBySideLieOnTheirOwnLanes) {
  const std::vector<AssignmentSpan> spans{{0, TrialState::complete, 1, 8, 10},
                                          {1, TrialState::complete, 2, 3, 2},
                                          {2, TrialState::pruned, 4, 6, 3},
                                          {3, TrialState::running, 7, 0, 0}};
  const Figure figure = timeline_figure(spans);
  ASSERT_EQ(figure.series.size(), 3U);
  EXPECT_EQ(figure.series[0].name, "running");
  EXPECT_THAT(figure.series[0].x, ElementsAre(5));
  EXPECT_THAT(figure.series[0].end, ElementsAre(10));
  EXPECT_THAT(figure.series[0].y, ElementsAre(2));
  EXPECT_THAT(figure.series[1].x, ElementsAre(0, 0));
  EXPECT_THAT(figure.series[1].end, ElementsAre(10, 2));
  EXPECT_THAT(figure.series[1].y, ElementsAre(1, 2));
  EXPECT_EQ(figure.series[2].name, "pruned");
  EXPECT_THAT(figure.series[2].x, ElementsAre(2));
  EXPECT_THAT(figure.series[2].end, ElementsAre(5));
}

TEST(TimelineFigure, WithoutDurationsItCountsEvents) {
  const std::vector<AssignmentSpan> spans{{0, TrialState::complete, 2, 5, 0}, {1, TrialState::complete, 6, 9, 0}};
  const Figure figure = timeline_figure(spans);
  EXPECT_EQ(figure.x_label, "events of the log");
  EXPECT_THAT(figure.series.at(0).x, ElementsAre(2, 6));
  EXPECT_THAT(figure.series.at(0).end, ElementsAre(5, 9));
}

TEST(TimelineFigure, OfManyTheLastAreShown) {
  std::vector<AssignmentSpan> spans;
  for (int i = 0; i < 10; ++i) spans.push_back({i, TrialState::complete, 2 * i + 1, 2 * i + 2, 1});
  const Figure figure = timeline_figure(spans, 3);
  EXPECT_THAT(figure.series.at(0).x, ElementsAre(7, 8, 9));
  EXPECT_THAT(figure.series.at(0).trials, ElementsAre(7, 8, 9));
  EXPECT_THAT(figure.remark, HasSubstr("The last 3 of 10"));
}

}  // namespace
}  // namespace vernier
