#include "vernier/importance/effects.hpp"

#include <gmock/gmock.h>

#include "tests/importance/told_trials.hpp"
#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

/// 100 + 8 x (y - 1/2) + 3 where kind is b; nothing of z.
ToldTrials told_effects() {
  ToldTrials told;
  told.space.add("x", Distribution::real(0, 1))
      .add("y", Distribution::integer(0, 1))
      .add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("z", Distribution::real(1e-4, 1, true));
  told.add(
      600,
      [](const ParamMap& params) {
        return 100 + 8 * number_of(params, "x") * (number_of(params, "y") - 0.5) +
               (params.at("kind") == ParamValue(std::string("b")) ? 3 : 0);
      },
      Rng(2));
  return told;
}

TEST(StudyEffects, AreMeansOverTheOtherParameters) {
  const ToldTrials told = told_effects();
  const StudyEffects effects(told.history(), {}, Rng(1));
  const PartialDependence kind = effects.of("kind");
  EXPECT_THAT(kind.mean, testing::ElementsAre(testing::DoubleNear(100, 0.1), testing::DoubleNear(103, 0.1)));
  EXPECT_FALSE(kind.axis.ordered);
  EXPECT_EQ(kind.axis.values[1], ParamValue(std::string("b")));
  EXPECT_EQ(kind.axis.trials[0] + kind.axis.trials[1], 600);
  const PartialDependence x = effects.of("x");  // flat: y turns its sign
  ASSERT_EQ(x.mean.size(), 64);
  for (std::size_t k = 0; k < 64; ++k) {
    EXPECT_NEAR(x.mean[k], 101.5, 0.3);
    EXPECT_LE(x.low[k], x.mean[k]);
    EXPECT_GE(x.high[k], x.mean[k]);
  }
  EXPECT_TRUE(effects.of("z").axis.log);
  EXPECT_NEAR(*as_number(effects.of("z").axis.values[32]), 1e-2, 1e-3);
}

TEST(StudyEffects, OfTwoShowTheirInteraction) {
  const ToldTrials told = told_effects();
  const StudyEffects effects(told.history(), {}, Rng(1));
  const InteractionEffect both = effects.of("x", "y");
  ASSERT_EQ(both.mean.size(), 128);
  for (const std::size_t k : {2U, 20U, 40U, 61U}) {
    const double x = (static_cast<double>(k) + 0.5) / 64;
    EXPECT_NEAR(both.mean[2 * k], 101.5 - 4 * x, 0.4);
    EXPECT_NEAR(both.mean[2 * k + 1], 101.5 + 4 * x, 0.4);
  }
}

TEST(StudyEffects, RefuseUnknownNames) {
  const ToldTrials told = told_effects();
  const StudyEffects effects(told.history(), {}, Rng(1));
  EXPECT_THROW((void)effects.of("knid"), NotFound);
  EXPECT_THROW((void)effects.of("x", "x"), InvalidArgument);
  EXPECT_THROW(StudyEffects(told.history(), {.objective = 1}, Rng(1)), InvalidArgument);
}

}  // namespace
}  // namespace vernier
