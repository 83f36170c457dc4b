#include "vernier/samplers/support/belief.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace vernier {
namespace {

Parameter parameter(Distribution range, Prior prior) { return {"p", std::move(range), std::nullopt, std::move(prior)}; }

TEST(Belief, SpreadsANumberByANormalDistributionCutOffAtTheEnds) {
  const Parameter middle = parameter(Distribution::real(0, 4), {2.0, Confidence::medium});
  EXPECT_NEAR(believed(middle, 0.5), 0.5, 1e-12);
  // P(x < 0.25) of N(0.5, 0.25) within [0, 1] is (Phi(-1) - Phi(-2)) / (Phi(2) - Phi(-2)) = 0.1423835
  EXPECT_NEAR(believed(middle, 0.1423835), 0.25, 1e-6);
  const Parameter end = parameter(Distribution::real(1e-5, 1e-1, true), {1e-5, Confidence::high});
  // half of a half normal of deviation 1/8 lies below 0.6744898 / 8
  EXPECT_NEAR(believed(end, 0.5), 0.6744898 / 8, 1e-6);
  for (const double u : {0.0, 1e-12, 1 - 1e-16}) {
    EXPECT_GE(believed(end, u), 0);
    EXPECT_LE(believed(end, u), 1);
  }
}

TEST(Belief, MakesACategoryMoreProbable) {
  const Parameter chosen = parameter(Distribution::categorical({std::string("a"), std::string("b"), std::string("c")}),
                                     {std::string("b"), Confidence::medium});
  std::map<std::string, int> counts;
  for (int k = 0; k < 600; ++k) {
    ++counts[std::get<std::string>(chosen.distribution.from_unit(believed(chosen, (k + 0.5) / 600)))];
  }
  EXPECT_EQ(counts, (std::map<std::string, int>{{"a", 100}, {"b", 400}, {"c", 100}}));
}

TEST(Belief, HasTheDensityOfThePriorsOfActiveParameters) {
  SearchSpace space;
  space.add("rate", Distribution::real(0, 1), {}, Prior{0.3, Confidence::high})
      .add("kind", Distribution::categorical({std::string("a"), std::string("b")}), {}, Prior{std::string("a")})
      .add("free", Distribution::real(0, 1))
      .add("under", Distribution::real(0, 1), "kind == 'b'", Prior{0.5, Confidence::low});
  const Encoding encoding(space);
  const Belief belief(encoding);
  const auto at = [&](ParamMap params) { return belief.log_density(encoding.point(params)); };
  EXPECT_NEAR(at({{"rate", 0.3}, {"kind", std::string("a")}, {"free", 0.9}}), 0, 1e-12);
  EXPECT_NEAR(at({{"rate", 0.425}, {"kind", std::string("a")}, {"free", 0.9}}), -0.5, 1e-12);
  EXPECT_NEAR(at({{"rate", 0.3}, {"kind", std::string("b")}, {"free", 0.9}, {"under", 1.0}}), -std::log(4) - 0.5,
              1e-12);

  std::vector<double> point =
      encoding.point({{"rate", 0.6}, {"kind", std::string("b")}, {"free", 0.2}, {"under", 0.8}});
  std::vector<double> gradient(encoding.numbers(), 0);
  belief.add_gradient(point, 2, gradient);
  for (std::size_t k = 0; k < gradient.size(); ++k) {
    constexpr double step = 1e-6;
    std::vector<double> above = point, below = point;
    above[k] += step;
    below[k] -= step;
    EXPECT_NEAR(gradient[k], 2 * (belief.log_density(above) - belief.log_density(below)) / (2 * step), 1e-6);
  }
}

}  // namespace
}  // namespace vernier
