#include "vernier/trial/distributions.hpp"

#include <gtest/gtest.h>

namespace vernier {
namespace {

TEST(Distributions, CopiesShareUntilOneChanges) {
  Distributions one;
  EXPECT_EQ(one.size(), 0U);
  one.emplace("x", Distribution::real(0, 1));
  Distributions other = one;
  EXPECT_EQ(&one.map(), &other.map());
  other.emplace("y", Distribution::integer(1, 3));
  EXPECT_EQ(one.size(), 1U) << "the first does not see it";
  EXPECT_EQ(other.size(), 2U);
  EXPECT_FALSE(one == other);
  one.emplace("y", Distribution::integer(1, 3));
  EXPECT_TRUE(one == other) << "equal by what they hold";
  Distributions third = one;
  one.clear();
  EXPECT_EQ(one.size(), 0U);
  EXPECT_EQ(third.size(), 2U);
  EXPECT_EQ(one.find("x"), one.end());
  EXPECT_NE(third.find("x"), third.end());
}

}  // namespace
}  // namespace vernier
