// An objective that learns of the interruption by the stop token alone.
#include <gtest/gtest.h>

#include <stop_token>

#include "vernier/study/study.hpp"

namespace vernier {
namespace {

TEST(StopRequested, TheTrialIsGivenBackNotFailed) {
  SearchSpace space;
  space.add("x", Distribution::real(0, 1));
  Study study = Study::open("memory://", {.name = "s", .space = space, .sampler = "random", .pruner = "none"});
  std::stop_source source;
  const auto interrupted = [&](Trial& trial) -> Outcome {
    if (trial.number() < 2) return 1.0;
    source.request_stop();
    throw StopRequested{};
  };
  EXPECT_EQ(study.optimize(interrupted, {.n_trials = 5, .stop = source.get_token()}), StopReason::interrupted);
  EXPECT_EQ(study.counts().complete, 2);
  EXPECT_EQ(study.counts().failed, 0);
  const ParamMap third = study.trial(2)->params;
  study.optimize([](Trial&) -> Outcome { return 1.0; }, {.n_trials = 5});
  EXPECT_EQ(study.counts().complete, 5);
  EXPECT_EQ(study.trial(2)->params, third);
}

}  // namespace
}  // namespace vernier
