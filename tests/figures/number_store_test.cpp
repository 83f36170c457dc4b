#include "vernier/figures/number_store.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace vernier {
namespace {

// Encoded by Python: base64.b64encode(struct.pack('<3B', 1, 2, 255)) and the like.
TEST(NumberStore, TakesTheSmallestTypeThatHoldsTheList) {
  NumberStore store(false);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(store.add(std::vector<double>{1, 2, 255}), 0U);
  EXPECT_EQ(store.add(std::vector<double>{256, 65535}), 1U);
  EXPECT_EQ(store.add(std::vector<double>{-1, 70000}), 2U);
  EXPECT_EQ(store.add(std::vector<double>{0.1}), 3U);
  EXPECT_EQ(store.add(std::vector<double>{1, nan}), 4U);
  EXPECT_EQ(store.to_json().dump(),
            R"([{"type":"u8","data":"AQL/"},{"type":"u16","data":"AAH//w=="},{"type":"i32","data":"/////3ARAQA="},)"
            R"({"type":"f64","data":"mpmZmZmZuT8="},{"type":"f64","data":"AAAAAAAA8D8AAAAAAAD4fw=="}])");
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
