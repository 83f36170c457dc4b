#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <set>

#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

std::vector<ParamMap> proposals(const Component& sampler, const SearchSpace& space, int count, std::uint64_t seed) {
  const SimulatedStudy study({.space = space, .seed = seed});
  History history = study.history();
  const auto made = make_sampler(sampler);
  std::vector<ParamMap> all;
  for (history.next_trial = 0; history.next_trial < count; ++history.next_trial) {
    const Rng rng = Rng(seed).split(static_cast<std::uint64_t>(history.next_trial));
    all.push_back(made->propose(history, rng)->params);
  }
  return all;
}

/// The root mean square error, over seeds, of the mean of prod(1 + sin(2 pi x_k) / 2), whose integral is 1.
double integration_error(const Component& sampler) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c", "d"}) space.add(name, Distribution::real(0, 1));
  double squares = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    double sum = 0;
    for (const ParamMap& params : proposals(sampler, space, 256, seed)) {
      double product = 1;
      for (const auto& [name, x] : params) product *= 1 + std::sin(2 * std::numbers::pi * std::get<double>(x)) / 2;
      sum += product;
    }
    squares += std::pow(sum / 256 - 1, 2);
  }
  return std::sqrt(squares / 10);
}

TEST(QmcSampler, IntegratesFarBetterThanRandomDraws) {
  EXPECT_LT(integration_error("qmc"), integration_error("random") / 5);
}

TEST(QmcSampler, EachSixteenTrialsMeetEachSixteenthOnce) {
  SearchSpace space;
  space.add("a", Distribution::real(0, 1)).add("b", Distribution::integer(1, 16)).add("c", Distribution::real(1, 2));
  const auto all = proposals("qmc", space, 48, 3);
  for (std::size_t block = 0; block < 3; ++block) {
    std::set<int> a;
    std::set<std::int64_t> b;
    for (std::size_t i = 0; i < 16; ++i) {
      a.insert(static_cast<int>(16 * std::get<double>(all[16 * block + i].at("a"))));
      b.insert(std::get<std::int64_t>(all[16 * block + i].at("b")));
    }
    EXPECT_EQ(a.size(), 16U);
    EXPECT_EQ(b.size(), 16U);
  }
}

TEST(QmcSampler, CategoriesAreMetEquallyOften) {
  SearchSpace space;
  space.add("kind",
            Distribution::categorical({std::string("a"), std::string("b"), std::string("c"), std::string("d")}));
  std::map<std::string, int> counts;
  for (const ParamMap& params : proposals("qmc", space, 64, 9)) ++counts[to_text(params.at("kind"))];
  for (const auto& [kind, count] : counts) EXPECT_EQ(count, 16) << kind;
}

TEST(QmcSampler, SeedsDifferUnlessUnscrambled) {
  SearchSpace space;
  space.add("a", Distribution::real(0, 1)).add("b", Distribution::real(0, 1));
  EXPECT_NE(proposals("qmc", space, 4, 1), proposals("qmc", space, 4, 2));
  const Component plain{"qmc", {{"scramble", false}}};
  EXPECT_EQ(proposals(plain, space, 4, 1), proposals(plain, space, 4, 2));
  EXPECT_EQ(proposals(plain, space, 2, 1)[1], (ParamMap{{"a", 0.5}, {"b", 0.5}}));
}

TEST(QmcSampler, StaysWithinTheConstraintsWithoutRepeating) {
  SearchSpace space;
  space.add("a", Distribution::real(0, 1)).add("b", Distribution::real(0, 1)).constrain("a + b < 0.2");
  std::set<ParamMap> met;
  for (const ParamMap& params : proposals("qmc", space, 100, 4)) {
    EXPECT_TRUE(space.feasible(params));
    met.insert(params);
  }
  EXPECT_EQ(met.size(), 100U);
}

TEST(QmcSampler, GoesOnPastTheLastDirectionNumber) {
  SearchSpace space;
  for (int k = 0; k < 3700; ++k) space.add("x" + std::to_string(k), Distribution::real(0, 1));
  const auto all = proposals("qmc", space, 3, 1);
  ASSERT_EQ(all[0].size(), 3700U);
  for (const char* name : {"x3666", "x3667", "x3699"}) EXPECT_NE(all[0].at(name), all[1].at(name));
  EXPECT_EQ(proposals("qmc", space, 3, 1), all);
}

}  // namespace
}  // namespace vernier
