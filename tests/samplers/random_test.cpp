#include <gmock/gmock.h>

#include <cmath>
#include <map>

#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

std::vector<ParamMap> draws(const SearchSpace& space, int count, std::uint64_t seed) {
  const SimulatedStudy study({.space = space, .seed = seed});
  History history = study.history();
  const auto sampler = make_sampler("random");
  std::vector<ParamMap> all;
  for (history.next_trial = 0; history.next_trial < count; ++history.next_trial) {
    const Rng rng = Rng(seed).split(static_cast<std::uint64_t>(history.next_trial));
    all.push_back(sampler->propose(history, rng)->params);
  }
  return all;
}

double chi_square(const std::map<std::string, double>& counts, std::size_t cells, double total) {
  const double expected = total / static_cast<double>(cells);
  double sum = expected * static_cast<double>(cells - counts.size());  // cells that were never met
  for (const auto& [cell, count] : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

// The 99.9 % points of chi-square: 27.9 with 9 degrees of freedom, 13.8 with 2; the seed is fixed.
TEST(RandomSampler, DrawsUniformlyFromEachParameter) {
  SearchSpace space;
  space.add("rate", Distribution::real(1e-5, 1, true))
      .add("units", Distribution::integer(1, 10))
      .add("kind", Distribution::categorical({std::string("a"), std::string("b"), std::string("c")}));
  std::map<std::string, double> decades;
  std::map<std::string, double> units;
  std::map<std::string, double> kinds;
  constexpr int count = 5000;
  for (const ParamMap& params : draws(space, count, 5)) {
    ++decades[std::to_string(std::floor(2 * std::log10(std::get<double>(params.at("rate")))))];
    ++units[to_text(params.at("units"))];
    ++kinds[to_text(params.at("kind"))];
  }
  EXPECT_LT(chi_square(decades, 10, count), 27.9) << "half decades of a logarithmic range";
  EXPECT_LT(chi_square(units, 10, count), 27.9);
  EXPECT_LT(chi_square(kinds, 3, count), 13.8);
}

TEST(RandomSampler, ParametersAreIndependent) {
  SearchSpace space;
  space.add("a", Distribution::integer(0, 4)).add("b", Distribution::integer(0, 4));
  std::map<std::string, double> pairs;
  for (const ParamMap& params : draws(space, 5000, 6)) ++pairs[to_text(params.at("a")) + "," + to_text(params.at("b"))];
  EXPECT_LT(chi_square(pairs, 25, 5000), 51.2) << "24 degrees of freedom";
}

TEST(RandomSampler, IsUniformWithinTheConstraints) {
  SearchSpace space;
  space.add("a", Distribution::integer(1, 4)).add("b", Distribution::integer(1, 4)).constrain("a + b <= 5");
  std::map<std::string, double> pairs;  // 4 + 3 + 2 + 1 configurations
  for (const ParamMap& params : draws(space, 3000, 7)) ++pairs[to_text(params.at("a")) + "," + to_text(params.at("b"))];
  EXPECT_EQ(pairs.size(), 10U);
  EXPECT_LT(chi_square(pairs, 10, 3000), 27.9);
}

}  // namespace
}  // namespace vernier
