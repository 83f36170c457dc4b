#include <gmock/gmock.h>

#include <cmath>

#include "tests/samplers/support/least_loss.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {
namespace {

double number(const ParamMap& params, const char* name) { return *as_number(params.at(name)); }

double sphere(const ParamMap& params) {
  double sum = 0;
  for (const auto& [name, value] : params) sum += std::pow(*as_number(value) - 1.5, 2);
  return sum;
}

TEST(CmaesSampler, ConvergesOnASphere) {
  EXPECT_LT(least_loss("cmaes", {.space = box_of_reals(5)}, 800, sphere), 1e-7);  // pycma needs 730 trials for 1e-8
}

TEST(CmaesSampler, LateResultsCostLittle) {
  EXPECT_LT(least_loss("cmaes", {.space = box_of_reals(5), .window = 16}, 1000, sphere), 1e-6);
}

TEST(CmaesSampler, FindsAnOptimumInACorner) {
  const auto corner = [](const ParamMap& params) {
    double sum = 0;
    for (const auto& [name, value] : params) sum += *as_number(value) + 5;
    return sum;
  };
  EXPECT_LT(least_loss("cmaes", {.space = box_of_reals(6)}, 800, corner), 0.05);
}

// Integers and categories: the optimum is one of 11^3 x 4 x 2 configurations, times a real.
TEST(CmaesSampler, FindsIntegersAndCategories) {
  SearchSpace space;
  space.add("a", Distribution::integer(-5, 5))
      .add("b", Distribution::integer(-5, 5))
      .add("c", Distribution::integer(-5, 5))
      .add("kind", Distribution::categorical({std::string("p"), std::string("q"), std::string("r"), std::string("s")}))
      .add("flag", Distribution::categorical({true, false}))
      .add("rate", Distribution::real(1e-5, 1, true));
  const auto loss = [](const ParamMap& params) {
    double sum = std::pow(std::log10(number(params, "rate")) + 2, 2);
    for (const char* name : {"a", "b", "c"}) sum += std::pow(number(params, name) - 3, 2);
    sum += std::get<std::string>(params.at("kind")) == "r" ? 0 : 2;
    return sum + (std::get<bool>(params.at("flag")) ? 0 : 2);
  };
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    EXPECT_LT(least_loss("cmaes", {.space = space, .seed = seed}, 800, loss), 1e-4) << seed;
  }
}

TEST(CmaesSampler, ConditionsAndConstraintsHoldWhileItConverges) {
  SearchSpace space;
  space.add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("x", Distribution::real(0, 1), "kind == 'b'")
      .add("y", Distribution::real(0, 1))
      .constrain("y >= 0.3");
  const auto loss = [](const ParamMap& params) {
    const double rest = params.contains("x") ? std::pow(number(params, "x") - 0.2, 2) : 1.0;
    return rest + number(params, "y");
  };
  EXPECT_LT(least_loss("cmaes", {.space = space}, 600, loss), 0.3 + 1e-3);
}

TEST(CmaesSampler, AnEarlierStudyIsAHeadStart) {
  const auto sampler = make_sampler("random");
  const auto none = make_pruner("none");
  SimulatedStudy earlier({.space = box_of_reals(4), .fails_every = 0, .alter = [](TrialRecord& record) {
                            record.values = {sphere(record.params)};
                          }});
  for (int trial = 0; trial < 200; ++trial) earlier.advance(*sampler, *none);
  const History before = earlier.history();
  const SimulatedStudy fresh({.space = box_of_reals(4)});
  const auto mean_loss = [&](bool warm) {
    double sum = 0;
    History history = fresh.history();
    if (warm) history.earlier = {&before};
    const auto cmaes = make_sampler("cmaes");
    for (history.next_trial = 0; history.next_trial < 100; ++history.next_trial) {
      sum += sphere(cmaes->propose(history, Rng(1))->params);
    }
    return sum / 100;
  };
  EXPECT_LT(mean_loss(true), 0.7 * mean_loss(false));
}

TEST(CmaesSampler, BeginsAtTheBestOfItsStartup) {
  const Component component{"cmaes", {{"startup", 20}}};
  EXPECT_LT(least_loss(component, {.space = box_of_reals(4)}, 600, sphere), 1e-5);
}

TEST(CmaesSampler, RefusesMoreParametersThanItHasMemoryFor) {
  SearchSpace space;
  for (int k = 0; k < 1001; ++k) space.add("x" + std::to_string(k), Distribution::real(0, 1));
  EXPECT_THROW(make_sampler("cmaes")->check(space), InvalidArgument);
}

}  // namespace
}  // namespace vernier
