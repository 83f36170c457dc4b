#include "vernier/data/split.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "support.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::message_of;

Split rule(const Json& json, Index rows) { return split_by_rule(json, rows, Rng(1)); }

TEST(Split, RulesTakeTheRowsTheySay) {
  EXPECT_THAT(rule({{"last", 2}}, 5).test, ElementsAre(3, 4));
  EXPECT_THAT(rule({{"first", 2}}, 5).test, ElementsAre(0, 1));
  EXPECT_THAT(rule({{"first", 2}}, 5).train, ElementsAre(2, 3, 4));
  EXPECT_THAT(rule({{"last", 0.4}}, 5).test, ElementsAre(3, 4));
  EXPECT_THAT(rule({{"rows", "i % 3 == 2"}}, 9).test, ElementsAre(2, 5, 8));
  EXPECT_THAT(rule({{"rows", "i >= n - 2"}}, 6).test, ElementsAre(4, 5));
  EXPECT_EQ(rule(0.3, 10).test.size(), 3U);
  EXPECT_EQ(rule({{"fraction", 0.3}}, 10).test, rule(0.3, 10).test);
}

TEST(Split, WrongRulesAreExplained) {
  const auto error = [](const Json& json) { return message_of<InvalidArgument>([&] { (void)rule(json, 5); }); };
  EXPECT_THAT(error({{"last", 5}}), HasSubstr("holds back 5 of 5 rows"));
  EXPECT_THAT(error({{"rows", "i > 100"}}), HasSubstr("holds back 0 of 5 rows"));
  EXPECT_THAT(error({{"rows", "row > 2"}}), HasSubstr("'row'"));
  EXPECT_THAT(error({{"rows", "i >"}}), HasSubstr("column"));
  EXPECT_THAT(error({{"lst", 2}}), HasSubstr("{last: N}"));
  EXPECT_THAT(error({{"last", 1.5}}), HasSubstr("{last: N}"));
  EXPECT_THAT(error(1.5), HasSubstr("between 0 and 1"));
  EXPECT_THAT(error(true), HasSubstr("the test part is true"));
}

TEST(Split, RandomPartsAreDisjointCompleteAndSeeded) {
  const Split split = random_split(100, 0.25, Rng(3));
  EXPECT_EQ(split.test.size(), 25U);
  EXPECT_TRUE(std::is_sorted(split.test.begin(), split.test.end()));
  std::vector<Index> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, all_rows(100));
  EXPECT_EQ(random_split(100, 0.25, Rng(3)).test, split.test);
  EXPECT_NE(random_split(100, 0.25, Rng(4)).test, split.test);
}

TEST(Split, StrataGiveTheirShare) {
  std::vector<Index> classes;
  for (Index i = 0; i < 90; ++i) classes.push_back(0);
  for (Index i = 0; i < 10; ++i) classes.push_back(1);
  classes.push_back(2);
  classes.push_back(2);
  classes.push_back(3);
  const Split split = random_split(103, 0.2, Rng(5), classes);
  std::vector<int> counts(4);
  for (const Index row : split.test) ++counts[static_cast<std::size_t>(classes[static_cast<std::size_t>(row)])];
  EXPECT_EQ(counts[0], 18);
  EXPECT_EQ(counts[1], 2);
  EXPECT_EQ(counts[2], 1) << "both sides see a class of two";
}

TEST(Split, FoldsCoverEveryRowOnceAndEveryClassEvenly) {
  std::vector<Index> classes;
  for (Index i = 0; i < 53; ++i) classes.push_back(i % 7 == 0 ? 1 : 0);  // 8 of class 1
  std::vector<int> seen(53);
  for (const Split& split : k_folds(53, 4, Rng(1), classes)) {
    int ones = 0;
    for (const Index row : split.test) {
      ++seen[static_cast<std::size_t>(row)];
      ones += classes[static_cast<std::size_t>(row)] == 1 ? 1 : 0;
    }
    EXPECT_EQ(ones, 2);
    EXPECT_THAT(split.test.size(), testing::AnyOf(13U, 14U));
    EXPECT_EQ(split.train.size() + split.test.size(), 53U);
  }
  EXPECT_THAT(seen, testing::Each(1));
  EXPECT_THROW((void)k_folds(3, 4, Rng(1)), InvalidArgument);
}

TEST(Split, SeesRowsSortedByTarget) {
  const std::vector<float> rising{0, 0, 0, 0, 1, 1, 1, 2, 2, 2};
  const std::vector<float> falling(rising.rbegin(), rising.rend());
  const std::vector<float> mixed{0, 1, 0, 0, 1, 1, 1, 2, 2, 2};
  EXPECT_TRUE(sorted_by_target(rising));
  EXPECT_TRUE(sorted_by_target(falling));
  EXPECT_FALSE(sorted_by_target(mixed));
  EXPECT_FALSE(sorted_by_target(std::vector<float>(10, 1.0F)));
}

}  // namespace
}  // namespace vernier
