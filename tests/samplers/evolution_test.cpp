#include <gtest/gtest.h>

#include <cmath>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {
namespace {

double least_of(const Component& component, SimulationOptions options, int trials) {
  options.fails_every = 0;
  SimulatedStudy study(std::move(options));
  const auto sampler = make_sampler(component);
  const auto none = make_pruner("none");
  double least = INFINITY;
  for (int trial = 0; trial < trials; ++trial) {
    EXPECT_TRUE(study.advance(*sampler, *none));
    least = std::min(least, study.results().back()->values.at(0));
  }
  return least;
}

SearchSpace five_reals() {
  SearchSpace space;
  for (const char* name : {"a", "b", "c", "d", "e"}) space.add(name, Distribution::real(0, 1));
  return space;
}

// The loss is a sphere in the unit cube; 1,500 random points come to about 0.01.
TEST(EvolutionSampler, DifferentialEvolutionConvergesOnASphere) {
  EXPECT_LT(least_of("evolution", {.space = five_reals()}, 1500), 1e-8);
  EXPECT_LT(least_of("evolution", {.space = five_reals(), .window = 8}, 1500), 1e-6);
}

TEST(EvolutionSampler, RegularisedEvolutionConvergesOnASphere) {
  const Component component{"evolution", {{"algorithm", "regularized"}}};
  EXPECT_LT(least_of(component, {.space = five_reals()}, 1500), 1e-3);
}

TEST(EvolutionSampler, BothFindTheBestOfAMixedSpace) {
  for (const char* algorithm : {"de", "regularized"}) {
    const Component component{"evolution", {{"algorithm", algorithm}}};
    const SearchSpace space = mixed_space(true);
    const SimulatedStudy study({.space = space});
    double best = INFINITY;
    for (const ParamMap& params : space.enumerate()) best = std::min(best, study.loss(params));
    EXPECT_NEAR(least_of(component, {.space = space}, 400), best, 1e-12) << algorithm;
  }
}

}  // namespace
}  // namespace vernier
