#include "vernier/trial/record.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

TEST(TrialRecord, StatesAndTheirWords) {
  for (const auto state :
       {TrialState::running, TrialState::complete, TrialState::pruned, TrialState::failed, TrialState::paused}) {
    EXPECT_EQ(trial_state_from_text(to_string(state)), state);
  }
  EXPECT_THROW((void)trial_state_from_text("done"), InvalidArgument);
  EXPECT_TRUE(finished(TrialState::failed));
  EXPECT_FALSE(finished(TrialState::paused)) << "it may be resumed";
  EXPECT_FALSE(finished(TrialState::running));
}

// the form that `vernier trials --json` documents: a NaN of a report is null
TEST(TrialRecord, JsonForm) {
  TrialRecord record;
  record.number = 7;
  record.state = TrialState::failed;
  record.params = {{"units", std::int64_t{64}}, {"optimizer", std::string("adam")}};
  record.reports = {{1, {0.5}}, {2, {std::nan("")}}};
  record.why = "value became NaN at step 2";
  record.seconds = 1.5;
  EXPECT_EQ(to_json(record).dump(),
            R"({"trial":7,"state":"failed","params":{"optimizer":"adam","units":64},"values":[],)"
            R"("reports":[[1.0,0.5],[2.0,null]],"seconds":1.5,"why":"value became NaN at step 2"})");
}

TEST(TrialRecord, JsonShowsTheRestOnlyWhereThereIsSome) {
  TrialRecord record;
  record.state = TrialState::complete;
  record.values = {0.25, 3};
  EXPECT_FALSE(to_json(record).contains("clone_of"));
  EXPECT_FALSE(to_json(record).contains("enqueued"));
  record.clone_of = 3;
  record.enqueued = true;
  record.constraints = {-1};
  record.attributes["host"] = "a";
  const Json json = to_json(record);
  EXPECT_EQ(json["values"], Json::array({0.25, 3.0}));
  EXPECT_EQ(json["clone_of"], 3);
  EXPECT_EQ(json["enqueued"], true);
  EXPECT_EQ(json["constraints"], Json::array({-1.0}));
  EXPECT_EQ(json["attributes"]["host"], "a");
}

}  // namespace
}  // namespace vernier
