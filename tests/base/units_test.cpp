#include "vernier/base/units.hpp"

#include <gtest/gtest.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

TEST(Units, AmountsOfTimeAndMemory) {
  EXPECT_DOUBLE_EQ(duration_from_text("1.5m", "t"), 90);
  EXPECT_DOUBLE_EQ(duration_from_text("500ms", "t"), 0.5);
  EXPECT_DOUBLE_EQ(duration_from_text("90", "t"), 90);
  EXPECT_EQ(bytes_from_text("4GiB", "m"), std::uint64_t{4} << 30U);
  EXPECT_EQ(bytes_from_text("1.5 kB", "m"), 1500U);
  EXPECT_EQ(bytes_from_text("100", "m"), 100U);
  for (const char* text : {"", "m", "-1s", "0", "nan", "1e400d", "10 apples"}) {
    EXPECT_THROW((void)duration_from_text(text, "t"), InvalidArgument) << text;
    EXPECT_THROW((void)bytes_from_text(text, "m"), InvalidArgument) << text;
  }
}

TEST(NearestWord, LettersThatChangedPlacesAreOneSlip) {
  const std::vector<std::string> verbs{"run", "tune", "tell"};
  EXPECT_EQ(nearest_word("tuen", verbs), "tune");
  EXPECT_EQ(nearest_word("rnu", verbs), "run");
  EXPECT_EQ(nearest_word("tel", verbs), "tell");
}

}  // namespace
}  // namespace vernier
