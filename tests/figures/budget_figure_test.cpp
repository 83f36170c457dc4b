#include "vernier/figures/budget_figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vernier {
namespace {

using testing::ElementsAre;

TEST(BudgetFigure, HasTheStudyAndRandomSearchWithItsInterval) {
  const auto figure = budget_figure(Json::parse(R"({"objective": {"name": "loss"}, "budget": {
      "study": [{"trials": 1, "value": 3}, {"trials": 2, "value": 1}],
      "random_search": [{"trials": 1, "value": 3, "interval": [2, 4]}]}})"));
  ASSERT_TRUE(figure);
  ASSERT_EQ(figure->series.size(), 3U);
  EXPECT_THAT(figure->series[0].y, ElementsAre(3, 1));
  EXPECT_THAT(figure->series[2].y, ElementsAre(2));
  EXPECT_THAT(figure->series[2].end, ElementsAre(4));
  EXPECT_EQ(figure->y_label, "best loss");
}

TEST(BudgetFigure, OtherAttributesHaveNone) {
  for (const char* text :
       {"null", "3", "{}", R"({"budget": {"study": 3}})", R"({"objective": {"name": "x"}, "budget": {}})",
        R"({"objective": {"name": "x"}, "budget": {"study": [{}], "random_search": []}})"}) {
    EXPECT_FALSE(budget_figure(Json::parse(text))) << text;
  }
}

}  // namespace
}  // namespace vernier
