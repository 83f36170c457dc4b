#include "vernier/evaluation/study_comparison.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier::evaluation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A study whose trials have these values.
Study told(const std::string& name, std::uint64_t seed, const std::vector<double>& values,
           Direction direction = Direction::minimize) {
  Study study = Study::open("memory://", {.name = name, .direction = direction, .seed = seed});
  for (const double value : values) {
    Trial trial = study.ask();
    (void)trial.suggest_float("x", 0, 1);
    study.tell(trial, value);
  }
  return study;
}

TEST(StudyComparison, GroupsAreNamesWithoutTheirNumber) {
  EXPECT_EQ(group_of("tpe-12"), "tpe");
  EXPECT_EQ(group_of("tpe 3"), "tpe");
  EXPECT_EQ(group_of("run_a.7"), "run_a");
  EXPECT_EQ(group_of("tpe"), "tpe");
  EXPECT_EQ(group_of("v2-wide"), "v2-wide");
  EXPECT_EQ(group_of("digits100"), "digits");
  EXPECT_EQ(group_of("12"), "12");
}

TEST(StudyComparison, BudgetsHalveWhatAllHaveSpent) {
  const std::vector<Study> studies{told("a", 1, {5, 4, 3, 2, 1, 0, 0, 0, 0}), told("b", 1, {9, 1, 8, 1, 7, 1, 0.5, 6})};
  const StudyComparison comparison = compare_studies(studies, false);
  EXPECT_EQ(comparison.unit, "trials");
  EXPECT_THAT(comparison.budgets, ElementsAre(1, 2, 4, 8));
  EXPECT_THAT(comparison.studies[0].reached, ElementsAre(5, 4, 2, 0));
  EXPECT_THAT(comparison.studies[1].reached, ElementsAre(9, 1, 1, 0.5));
  EXPECT_EQ(comparison.duels.size(), 4U);
  EXPECT_EQ(comparison.duels[1].difference.mean, -3) << "b is ahead after 2";
  EXPECT_TRUE(std::isinf(comparison.duels[3].difference.error));
  EXPECT_THAT(statement(comparison), ElementsAre(HasSubstr("'a' is ahead of 'b' by 0.5")));
  EXPECT_THAT(comparison.notes, ElementsAre(HasSubstr("one study")));
}

// Paired t of 1, 2, 3: mean 2, t = 2 sqrt(3), p = 0.0742 with 2 degrees of freedom (R: t.test(c(1, 2, 3))).
TEST(StudyComparison, SeedsPairTheStudiesOfTwoGroups) {
  const std::vector<Study> studies{told("a-1", 1, {1}), told("a-2", 2, {5}),  told("a-3", 3, {9}),
                                   told("b-1", 1, {2}), told("b-3", 3, {12}), told("b-2", 2, {7})};
  const StudyComparison comparison = compare_studies(studies, true);
  ASSERT_EQ(comparison.duels.size(), 1U);
  const Duel& duel = comparison.duels[0];
  EXPECT_TRUE(duel.paired);
  EXPECT_DOUBLE_EQ(duel.difference.mean, 2);
  EXPECT_NEAR(duel.difference.p_value, 0.07418, 5e-6);
  EXPECT_DOUBLE_EQ(*duel.signed_rank_p_value, 0.25);
  EXPECT_THAT(comparison.groups[0].ranks, ElementsAre(1));
  EXPECT_THAT(comparison.groups[1].ranks, ElementsAre(2));
  EXPECT_THAT(statement(comparison), ElementsAre(HasSubstr("no difference between 'a' and 'b' can be shown")));
  EXPECT_THAT(comparison.notes, IsEmpty());
}

// R: t.test(c(1, 5, 9), c(2, 12, 7, 3)): t = -0.2988, df = 4.6, means 5 and 6
TEST(StudyComparison, OtherSeedsAreComparedByWelch) {
  const std::vector<Study> studies{told("a-1", 1, {1}),  told("a-2", 2, {5}), told("a-3", 3, {9}), told("b-1", 1, {2}),
                                   told("b-3", 4, {12}), told("b-2", 2, {7}), told("b-4", 9, {3})};
  const StudyComparison comparison = compare_studies(studies, true);
  const Duel& duel = comparison.duels.at(0);
  EXPECT_FALSE(duel.paired);
  const double of_a = 16.0 / 3, of_b = (16.0 + 36 + 1 + 9) / 3 / 4;
  EXPECT_DOUBLE_EQ(duel.difference.mean, 1);
  EXPECT_DOUBLE_EQ(duel.difference.error, std::sqrt(of_a + of_b));
  EXPECT_NEAR(duel.difference.degrees, std::pow(of_a + of_b, 2) / (of_a * of_a / 2 + of_b * of_b / 3), 1e-9);
  EXPECT_THAT(comparison.groups[0].ranks, IsEmpty());
}

TEST(StudyComparison, UpwardsAndUnfinishedStudies) {
  const std::vector<Study> studies{told("a", 1, {0.5, 0.9}, Direction::maximize),
                                   told("b", 1, {0.6, 0.7}, Direction::maximize),
                                   told("c", 1, {}, Direction::maximize)};
  const StudyComparison comparison = compare_studies(studies, false);
  EXPECT_THAT(comparison.budgets, ElementsAre(1, 2));
  EXPECT_THAT(comparison.studies[0].reached, ElementsAre(0.5, 0.9));
  EXPECT_NEAR(comparison.duels[0].difference.mean, -0.1, 1e-12) << "b is ahead after 1";
  EXPECT_THAT(comparison.notes, testing::Contains(HasSubstr("No trial of 'c' has completed")));
  EXPECT_NO_THROW((void)to_json(comparison).dump());
  const std::vector<Study> nothing{told("c", 1, {}), told("d", 1, {})};
  EXPECT_THAT(compare_studies(nothing, false).budgets, IsEmpty());
  EXPECT_THAT(statement(compare_studies(nothing, false)), IsEmpty());
}

TEST(StudyComparison, WhatCannotBeComparedIsRefused) {
  const std::vector<Study> one{told("a", 1, {1})};
  EXPECT_THROW((void)compare_studies(one, false), InvalidArgument);
  const std::vector<Study> turned{told("a", 1, {1}), told("b", 1, {1}, Direction::maximize)};
  EXPECT_THROW((void)compare_studies(turned, false), InvalidArgument);
}

}  // namespace
}  // namespace vernier::evaluation
