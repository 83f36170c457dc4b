#include "vernier/figures/number_store.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace vernier {
namespace {

// Encoded by Python: base64.b64encode(struct.pack('<3B', 1, 255, 254)) and the like.
TEST(NumberStore, TakesTheSmallestTypeThatHoldsTheList) {
  NumberStore store(false);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(store.add(std::vector<double>{1, nan, 254}), 0U);
  EXPECT_EQ(store.add(std::vector<double>{255, nan, 65534}), 1U);
  EXPECT_EQ(store.add(std::vector<double>{-1, 65535}), 2U);
  EXPECT_EQ(store.add(std::vector<double>{0.1}), 3U);
  EXPECT_EQ(store.add(std::vector<double>{-1, nan}), 4U);
  EXPECT_EQ(store.to_json().dump(),
            R"([{"type":"u8","data":"Af/+"},{"type":"u16","data":"/wD///7/"},{"type":"i32","data":"////////AAA="},)"
            R"({"type":"f64","data":"mpmZmZmZuT8="},{"type":"f64","data":"AAAAAAAA8L8AAAAAAAD4fw=="}])");
}

TEST(NumberStore, LargeDocumentsHaveSingleNumbersWhereTheyFit) {
  NumberStore store(true);
  store.add(std::vector<double>{0.1});
  store.add(std::vector<double>{1e300});
  EXPECT_EQ(store.to_json().dump(), R"([{"type":"f32","data":"zczMPQ=="},{"type":"f64","data":"nHUAiDzkN34="}])");
}

TEST(NumberStore, EqualListsShareOnePlace) {
  NumberStore store(false);
  EXPECT_EQ(store.add(std::vector<double>{1, 2}), 0U);
  EXPECT_EQ(store.add(std::vector<double>{1, 3}), 1U);
  EXPECT_EQ(store.add(std::vector<double>{1, 2}), 0U);
  EXPECT_EQ(store.add({}), 2U);
  EXPECT_EQ(store.to_json().size(), 3U);
}

}  // namespace
}  // namespace vernier
