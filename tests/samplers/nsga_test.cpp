#include <gtest/gtest.h>

#include <set>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

std::vector<Objective> minimize(std::size_t count) {
  std::vector<Objective> objectives;
  for (std::size_t k = 0; k < count; ++k) objectives.push_back({"f" + std::to_string(k), Direction::minimize});
  return objectives;
}

std::vector<double> coordinates(const ParamMap& params) {
  std::vector<double> x(params.size());
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = std::get<double>(params.at("x" + std::to_string(k)));
  return x;
}

TEST(Nsga2Sampler, ToldConstraintsMoveThePopulation) {
  SimulationOptions options{.objectives = minimize(2), .fails_every = 0};
  options.space.add("x0", Distribution::real(0, 1)).add("x1", Distribution::real(0, 1));
  options.alter = [](TrialRecord& record) {
    const auto x = coordinates(record.params);
    record.values = {x[0], x[1]};
    record.constraints = {0.9 - x[0]};  // a tenth of the space satisfies it
  };
  SimulatedStudy study(std::move(options));
  const auto sampler = make_sampler(Component{"nsga2", {{"population", 20}}});
  const auto none = make_pruner("none");
  for (int trial = 0; trial < 200; ++trial) EXPECT_TRUE(study.advance(*sampler, *none));
  int satisfied = 0;
  for (std::size_t i = 100; i < 200; ++i) satisfied += study.results()[i]->feasible() ? 1 : 0;
  EXPECT_GT(satisfied, 60);
}

TEST(Nsga2Sampler, DoesNotRepeatWhileThereIsSomethingNew) {
  SearchSpace space;
  space.add("a", Distribution::integer(0, 7)).add("b", Distribution::categorical({true, false})).constrain("a != 3");
  SimulatedStudy study({.space = space, .objectives = minimize(2), .window = 3, .fails_every = 0});
  const auto sampler = make_sampler(Component{"nsga2", {{"population", 4}, {"mutation", 0.5}}});
  const auto none = make_pruner("none");
  std::set<ParamMap> met;
  for (int trial = 0; trial < 12; ++trial) {
    EXPECT_TRUE(study.advance(*sampler, *none));
    if (trial >= 6) met.insert(study.results().back()->params);
  }
  EXPECT_EQ(met.size(), 6U);
}

}  // namespace
}  // namespace vernier
