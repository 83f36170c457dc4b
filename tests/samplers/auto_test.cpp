#include <gtest/gtest.h>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

SearchSpace reals(int count) {
  SearchSpace space;
  for (int k = 0; k < count; ++k) space.add("x" + std::to_string(k), Distribution::real(0, 1));
  return space;
}

/// Whether `auto` proposes what `name` does after 30 trials of `options`, under the pruner.
void expect_choice(const std::string& name, SimulationOptions options, const Component& pruner = "none") {
  SimulatedStudy study(std::move(options));
  const auto random = make_sampler("random");
  const auto rule = make_pruner(pruner);
  for (int k = 0; k < 30; ++k) ASSERT_TRUE(study.advance(*random, *rule));
  const auto chosen = make_sampler("auto");
  const auto proposal = chosen->propose(study.history(), study.rng());
  const auto expected = make_sampler(name)->propose(study.history(), study.rng());
  ASSERT_TRUE(proposal && expected);
  EXPECT_EQ(proposal->params, expected->params) << name;
  EXPECT_NE(chosen->describe(study.history()).find("auto: " + name), std::string::npos)
      << chosen->describe(study.history());
}

TEST(AutoSampler, ChoosesByTheStudy) {
  expect_choice("gp", {.space = reals(4)});
  expect_choice("gp", {.space = reals(99)});
  expect_choice("turbo", {.space = reals(100)});
  SearchSpace expected = reals(100);
  expected.add("believed", Distribution::real(0, 1), {}, Prior{0.5});
  expect_choice("gp", {.space = expected});
  expect_choice("gp",
                {.space = reals(100), .objectives = {{"error", Direction::minimize}, {"size", Direction::minimize}}});
  expect_choice("tpe", {.space = reals(4), .steps = 81}, "asha");
}

}  // namespace
}  // namespace vernier
