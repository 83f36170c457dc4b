#include "vernier/math/paired_tests.hpp"

#include <gmock/gmock.h>

namespace vernier {
namespace {

TEST(PairedTests, McNemarIsTheExactBinomial) {
  EXPECT_NEAR(mcnemar_p_value(2, 8), 2.0 * (1 + 10 + 45) / 1024, 1e-12);
  EXPECT_EQ(mcnemar_p_value(5, 5), 1.0);
  EXPECT_EQ(mcnemar_p_value(0, 0), 1.0);
}

// R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
TEST(PairedTests, HolmsAdjustmentIsThatOfR) {
  EXPECT_THAT(holm_adjusted(std::vector{0.01, 0.04, 0.03, 0.005}),
              testing::Pointwise(testing::DoubleNear(1e-15), {0.03, 0.06, 0.06, 0.02}));
  EXPECT_THAT(holm_adjusted(std::vector{0.6, 0.9}), testing::ElementsAre(1, 1));
  EXPECT_TRUE(holm_adjusted({}).empty());
}

}  // namespace
}  // namespace vernier
