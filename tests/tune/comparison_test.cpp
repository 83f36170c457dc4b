#include "vernier/tune/comparison.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "vernier/base/errors.hpp"

namespace vernier::tune {
namespace {

/// `only_a` rows that a alone gets wrong, `only_b` that b alone does, and 50 that both get right.
Comparison classes(int only_a, int only_b) {
  std::vector<double> a(50, 0.0);
  std::vector<double> b(50, 0.0);
  for (int i = 0; i < only_a; ++i) {
    a.push_back(1);
    b.push_back(0);
  }
  for (int i = 0; i < only_b; ++i) {
    a.push_back(0);
    b.push_back(1);
  }
  return compare(TaskKind::multiclass, a, b);
}

TEST(Comparison, McNemarsTestIsTheExactBinomial) {
  // two-sided: 2 P(X <= 2), X binomial with 10 tries and even odds = 2 (1 + 10 + 45) / 1024
  EXPECT_NEAR(classes(2, 8).p_value, 2.0 * 56 / 1024, 1e-12);
  EXPECT_NEAR(classes(8, 2).p_value, 2.0 * 56 / 1024, 1e-12);
  EXPECT_NEAR(classes(0, 6).p_value, 2.0 / 64, 1e-12);
  EXPECT_EQ(classes(5, 5).p_value, 1.0);
  EXPECT_EQ(classes(0, 0).p_value, 1.0);
  EXPECT_TRUE(classes(0, 6).distinct());
  EXPECT_FALSE(classes(2, 8).distinct());
  EXPECT_GT(classes(0, 6).difference, 0) << "a makes fewer errors";
}

TEST(Comparison, TheSignFlipTestMatchesFullEnumeration) {
  const std::vector<double> a{1.0, 2.0, 0.5, 0.1, 0.7, 1.1, 0.3, 0.9};
  const std::vector<double> b{1.6, 2.1, 0.9, 0.8, 0.6, 1.9, 0.35, 1.5};
  double observed = 0;
  for (std::size_t i = 0; i < a.size(); ++i) observed += b[i] - a[i];
  int as_extreme = 0;
  for (int signs = 0; signs < 256; ++signs) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += ((signs >> i) & 1) != 0 ? b[i] - a[i] : a[i] - b[i];
    if (std::abs(sum) >= std::abs(observed) - 1e-12) ++as_extreme;
  }
  // 10,000 random flips estimate a share p to within 4 standard errors
  const double p = as_extreme / 256.0;
  EXPECT_NEAR(compare(TaskKind::regression, a, b).p_value, p, 4 * std::sqrt(p * (1 - p) / 10000) + 1e-4);
}

TEST(Comparison, DifferentRowsAreRefused) {
  EXPECT_THROW((void)compare(TaskKind::binary, std::vector<double>{1}, std::vector<double>{1, 0}), InvalidArgument);
}

}  // namespace
}  // namespace vernier::tune
