#include "vernier/study/study.hpp"

#include <gtest/gtest.h>

namespace vernier {
namespace {

double parabola(Trial& trial) {
  const double x = trial.suggest_float("x", -10, 10);
  return -(x - 2) * (x - 2);
}

TEST(Study, FindsTheTopOfAParabola) {
  auto study = Study::open("memory://", {.name = "seed", .direction = Direction::maximize});
  EXPECT_EQ(study.optimize(parabola, {.n_trials = 100, .n_jobs = 2}), StopReason::budget);
  ASSERT_TRUE(study.best_trial());
  EXPECT_NEAR(std::get<double>(study.best_trial()->params.at("x")), 2, 0.3);
  EXPECT_EQ(study.counts().complete, 100);
  EXPECT_EQ(study.optimize(parabola, {.n_trials = 100}), StopReason::budget);
  EXPECT_EQ(study.counts().total(), 100);
}

}  // namespace
}  // namespace vernier
