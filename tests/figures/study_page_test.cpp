#include "vernier/figures/study_page.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using testing::HasSubstr;

SearchSpace two_parameters() {
  SearchSpace space;
  space.add("x", Distribution::real(0, 1)).add("kind", Distribution::categorical({"a", "b"}));
  return space;
}

Study study_of(const std::vector<double>& values) {
  Study study = Study::open("memory://", {.name = "s", .space = two_parameters(), .sampler = "random"});
  for (const double value : values) {
    Trial trial = study.ask();
    trial.report(1, value + 1);
    trial.report(2, value);
    study.tell(trial, value);
  }
  return study;
}

const Json& plot(const Json& page, std::string_view id) {
  for (const Json& one : page["plots"]) {
    if (one["id"] == id) return one;
  }
  throw std::out_of_range(std::string(id));
}

TEST(StudyPage, AStudyInAnyStateGivesOne) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& values : std::vector<std::vector<double>>{{}, {1}, {1, 2}, {nan, nan}, {1, 1, 1, 1, 1, 1}}) {
    const Json page = study_page(study_of(values));
    for (const Json& one : page["plots"]) {
      EXPECT_NE(one["figures"].empty(), one.value("missing", "").empty()) << one["id"];
    }
    EXPECT_EQ(page["trials"]["count"], values.size());
  }
}

TEST(StudyPage, SaysWhatAnEmptyStudyLacks) {
  const Json page = study_page(study_of({}));
  EXPECT_THAT(plot(page, "history")["missing"], HasSubstr("run more trials"));
  EXPECT_TRUE(page["findings"]["best"].empty());
  EXPECT_TRUE(page["findings"]["recommended"].is_null());
}

TEST(StudyPage, PlotsAndTableShareTheirNumbers) {
  const Json page = study_page(study_of({3, 1, 2}));
  const Json& slice = plot(page, "slices")["figures"][0]["figure"]["series"][0];
  std::set<std::size_t> columns;
  for (const Json& parameter : page["trials"]["parameters"]) columns.insert(parameter["of"].get<std::size_t>());
  EXPECT_TRUE(columns.contains(slice["x"].get<std::size_t>()));
  EXPECT_EQ(slice["y"], page["trials"]["values"][0]);
  EXPECT_FALSE(page["trials"]["reports"].contains("steps"));  // 1, 2 in every trial
}

TEST(StudyPage, SeveralObjectivesAreChosenByName) {
  Study study = Study::open("memory://", {.name = "s",
                                          .objectives = {{"error", Direction::minimize}, {"size", Direction::minimize}},
                                          .space = two_parameters(),
                                          .sampler = "random"});
  for (const double value : {1.0, 2.0, 3.0}) study.tell(study.ask(), std::vector<double>{value, -value});
  const Json page = study_page(study);
  EXPECT_EQ(plot(page, "pareto")["figures"].size(), 1U);
  EXPECT_EQ(plot(page, "history")["keys"], Json({"Objective"}));
  EXPECT_EQ(plot(page, "history")["figures"][1]["of"], Json({"size"}));
  EXPECT_EQ(plot(page, "slices")["figures"].size(), 4U);
  EXPECT_EQ(page["findings"]["best"].size(), 3U);
}

TEST(StudyPage, KeepsAnAssessmentAsItIs) {
  Study study = study_of({1});
  study.set_attribute("assessment", {{"statement", "Nothing was gained."}, {"gain", 0.0}});
  EXPECT_EQ(study_page(study)["assessment"]["statement"], "Nothing was gained.");
}

TEST(StudyPage, AnUnfinishedTrialIsShownAsRunning) {
  Study study = study_of({1});
  const Trial trial = study.ask();
  const Json page = study_page(study);
  EXPECT_EQ(page["study"]["trials"]["running"], 1);
  EXPECT_EQ(page["trials"]["states"]["texts"], Json({"complete", "running"}));
}

}  // namespace
}  // namespace vernier
