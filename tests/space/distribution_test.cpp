#include <gtest/gtest.h>

#include <cmath>

#include "vernier/space/search_space.hpp"

namespace vernier {
namespace {

TEST(Distribution, NumbersTakeTheTypeOfTheDistribution) {
  const ParamValue one = std::int64_t{1};
  EXPECT_EQ(Distribution::real(0, 2).canonical(one), ParamValue(1.0));
  EXPECT_EQ(Distribution::integer(0, 2).canonical(1.0), one);
  EXPECT_EQ(Distribution::ordinal({0.5, 1.0}).canonical(one), ParamValue(1.0));
  EXPECT_EQ(Distribution::categorical({std::string("1"), std::int64_t{1}}).canonical(1.0), one);
  EXPECT_TRUE(Distribution::ordinal({0.5, 1.0}).contains(one));
  EXPECT_EQ(Distribution::ordinal({0.5, 1.0}).index_of(one), 1U);
  EXPECT_FALSE(Distribution::integer(0, 2).contains(1.5));
  EXPECT_FALSE(Distribution::integer(0, 2).contains(std::nan("")));
  EXPECT_FALSE(Distribution::integer(0, 1).contains(true)) << "true is no number";
  EXPECT_FALSE(Distribution::categorical({true}).contains(one));
  EXPECT_FALSE(Distribution::real(0, 2).contains(std::string("1")));
  SearchSpace space;
  space.add("rate", Distribution::real(0, 2)).add("units", Distribution::integer(1, 64));
  EXPECT_EQ(space.active({{"rate", one}, {"units", 64.0}}), (ParamMap{{"rate", 1.0}, {"units", std::int64_t{64}}}));
}

}  // namespace
}  // namespace vernier
