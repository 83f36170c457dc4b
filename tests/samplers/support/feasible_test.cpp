#include "vernier/samplers/support/feasible.hpp"

#include <gtest/gtest.h>

#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

// a + b + c < 0.04 leaves 0.04^3 / 6 = 1.07e-5 of the cube
SearchSpace corner() {
  SearchSpace space;
  for (const char* name : {"a", "b", "c"}) space.add(name, Distribution::real(0, 1));
  return space.constrain("a + b + c < 0.04");
}

// a thin slab away from the corners, through a discrete parameter and a condition: about 1e-5
SearchSpace slab() {
  SearchSpace space;
  space.add("layers", Distribution::integer(1, 100))
      .add("units", Distribution::integer(1, 10000))
      .add("kind", Distribution::categorical({std::string("x"), std::string("y")}))
      .add("rate", Distribution::real(1e-6, 1, true), "kind == 'y'");
  return space.constrain("layers * units >= 123000 and layers * units <= 123010")
      .constrain("kind == 'y'")
      .constrain("rate > 0.1");
}

TEST(DrawFeasible, FindsAHundredThousandthOfTheSpaceEachTime) {
  for (const SearchSpace& space : {corner(), slab()}) {
    EXPECT_NO_THROW(space.validate());
    std::set<ParamMap> met;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Rng rng(seed);
      const ParamMap params = draw_feasible(space, rng);
      EXPECT_NO_THROW(space.check(params, "drawn"));
      met.insert(params);
    }
    EXPECT_GE(met.size(), 18U) << "the draws are spread over what is feasible";
  }
}

TEST(DrawFeasible, EverySamplerOfPointsGetsThere) {
  for (const char* name : {"random", "qmc", "auto"}) {
    SimulatedStudy study({.space = corner()});
    const auto sampler = make_sampler(name);
    const auto none = make_pruner("none");
    for (int trial = 0; trial < 5; ++trial) {
      ASSERT_TRUE(study.advance(*sampler, *none));
      EXPECT_NO_THROW(study.options().space.check(study.results().back()->params, name));
    }
  }
}

TEST(DrawFeasible, SaysWhenThereIsNothing) {
  SearchSpace space;
  space.add("a", Distribution::real(0, 1)).constrain("a > 2");
  Rng rng(1);
  EXPECT_THROW((void)draw_feasible(space, rng), InvalidArgument);
  EXPECT_THROW(space.validate(), InvalidArgument);
}

}  // namespace
}  // namespace vernier
