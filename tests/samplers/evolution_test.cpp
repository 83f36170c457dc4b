#include <gtest/gtest.h>

#include <cmath>

#include "tests/samplers/support/least_loss.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {
namespace {

SearchSpace five_reals() {
  SearchSpace space;
  for (const char* name : {"a", "b", "c", "d", "e"}) space.add(name, Distribution::real(0, 1));
  return space;
}

// The loss is a sphere in the unit cube; 1,500 random points come to about 0.01.
TEST(EvolutionSampler, DifferentialEvolutionConvergesOnASphere) {
  EXPECT_LT(least_loss("evolution", {.space = five_reals()}, 1500), 1e-8);
  EXPECT_LT(least_loss("evolution", {.space = five_reals(), .window = 8}, 1500), 1e-6);
}

TEST(EvolutionSampler, RegularisedEvolutionConvergesOnASphere) {
  const Component component{"evolution", {{"algorithm", "regularized"}}};
  EXPECT_LT(least_loss(component, {.space = five_reals()}, 1500), 1e-3);
}

TEST(EvolutionSampler, BothFindTheBestOfAMixedSpace) {
  for (const char* algorithm : {"de", "regularized"}) {
    const Component component{"evolution", {{"algorithm", algorithm}}};
    const SearchSpace space = mixed_space(true);
    const SimulatedStudy study({.space = space});
    double best = INFINITY;
    for (const ParamMap& params : space.enumerate()) best = std::min(best, study.loss(params));
    EXPECT_NEAR(least_loss(component, {.space = space}, 400), best, 1e-12) << algorithm;
  }
}

}  // namespace
}  // namespace vernier
