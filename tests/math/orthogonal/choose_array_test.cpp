#include "vernier/math/orthogonal/choose_array.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using Levels = std::vector<int>;

ChosenArray chosen(const Levels& levels, const ArrayWish& wish = {}) { return choose_array(levels, wish); }

struct Known {
  Levels levels;
  const char* name;
};

// The smallest strict arrays, after Taguchi's catalogue and Hedayat, Sloane, Stufken 1999, table 12.7.
TEST(ChooseArray, FindsTheSmallestOfTheCatalogue) {
  const Known cases[] = {
      {{2, 2, 2}, "L4 (2^3)"},           {{2, 2, 2, 2}, "L8 (2^7)"},
      {{4, 2, 2, 2, 2}, "L8 (2^4 4^1)"}, {{3, 3, 3, 3}, "L9 (3^4)"},
      {Levels(11, 2), "L12 (2^11)"},     {{3, 2, 2, 2, 2}, "L12 (2^4 3^1)"},
      {{4, 4, 4, 4, 4}, "L16 (4^5)"},    {{3, 3, 3, 2}, "L18 (2^1 3^7)"},
      {{6, 3, 3, 3}, "L18 (3^6 6^1)"},   {{5, 5, 5, 5, 5, 5}, "L25 (5^6)"},
      {Levels(13, 3), "L27 (3^13)"},     {{7, 7, 7}, "L49 (7^8)"},
      {{2, 3}, "L6 (2^1 3^1)"},          {{5}, "L5 (5^1)"},
      {Levels(63, 2), "L64 (2^63)"},
  };
  for (const Known& known : cases) {
    const ChosenArray choice = chosen(known.levels);
    EXPECT_EQ(choice.array.name, known.name);
    EXPECT_EQ(choice.array.levels, known.levels);
    EXPECT_GE(choice.array.strength, std::min(2, choice.array.factors())) << known.name;
    EXPECT_EQ(choice.array.strength, computed_strength(choice.array));
  }
}

TEST(ChooseArray, AnArrayOf36RunsCarriesElevenTwosAndTwelveThrees) {
  Levels levels(11, 2);
  levels.insert(levels.end(), 12, 3);
  EXPECT_EQ(chosen(levels).array.runs, 36);
  levels.assign(3, 2);
  levels.insert(levels.end(), 13, 3);
  EXPECT_EQ(chosen(levels).array.runs, 36);
}

TEST(ChooseArray, MergesUnevenlyOnlyWhereStrictArraysCostTooMuch) {
  const ChosenArray merged = chosen({5, 4, 3, 2});  // strictly 120 runs
  EXPECT_EQ(merged.array.runs, 25);
  EXPECT_EQ(merged.array.strength, 0);
  EXPECT_TRUE(proportional_frequencies(merged.array));
  EXPECT_THAT(merged.notes, testing::Contains(testing::HasSubstr("factor 4: 5 levels merged unevenly to 2")));
  EXPECT_EQ(chosen({3, 3, 3, 2}, {.max_runs = 10}).array.runs, 9);
  EXPECT_EQ(chosen({5, 4, 3, 2}, {.collapse = false}).array.strength, 4);
}

TEST(ChooseArray, HigherStrength) {
  for (const auto& [levels, strength, runs] : std::vector<std::tuple<Levels, int, int>>{{{3, 3, 3, 3}, 3, 27},
                                                                                        {Levels(8, 2), 3, 16},
                                                                                        {{2, 2, 2, 2, 2}, 4, 16},
                                                                                        {{4, 3, 2}, 3, 24},
                                                                                        {Levels(7, 2), 4, 64}}) {
    const ChosenArray choice = chosen(levels, {.strength = strength});
    EXPECT_GE(choice.array.strength, strength);
    EXPECT_EQ(choice.array.runs, runs);
  }
}

TEST(ChooseArray, RandomRequestsGetWhatTheyAskFor) {
  Rng rng(17);
  for (int i = 0; i < 200; ++i) {
    Levels levels;
    const auto factors = 1 + rng.below(8);
    for (std::uint64_t j = 0; j < factors; ++j) levels.push_back(2 + static_cast<int>(rng.below(5)));
    const ChosenArray choice = chosen(levels);
    ASSERT_EQ(choice.array.levels, levels);
    ASSERT_EQ(choice.columns.size(), levels.size());
    ASSERT_TRUE(proportional_frequencies(choice.array));
    const auto distinct = std::map<int, int>([&] {
      std::map<int, int> seen;
      for (const int column : choice.columns) ++seen[column];
      return seen;
    }());
    ASSERT_EQ(distinct.size(), levels.size());
    for (int j = 0; j < choice.array.factors(); ++j) {  // every level of every factor is tried
      std::map<int, int> counts;
      for (int run = 0; run < choice.array.runs; ++run) ++counts[choice.array.at(run, j)];
      ASSERT_EQ(counts.size(), static_cast<std::size_t>(levels[static_cast<std::size_t>(j)]));
    }
    const bool uneven = std::any_of(choice.notes.begin(), choice.notes.end(),
                                    [](const std::string& note) { return note.find("unevenly") != note.npos; });
    if (!uneven) {
      ASSERT_GE(choice.array.strength, std::min<int>(2, static_cast<int>(levels.size())));
    }
  }
}

TEST(ChooseArray, TakesTheColumnsOfTheHighestStrength) {
  EXPECT_EQ(chosen(Levels(4, 2)).array.strength, 3);  // the half fraction 2^(4-1)
  EXPECT_EQ(chosen(Levels(8, 2)).array.runs, 12);
  EXPECT_EQ(choose_array(Levels{4, 2, 2, 2}, {}).array.runs, 8);
  EXPECT_EQ(chosen({4, 4, 2, 2}).array.strength, 2);
}

TEST(ChooseArray, RandomPlacementKeepsStrengthAndDiffers) {
  const ChosenArray choice = chosen({5, 5, 5});
  const ChosenArray a = place_at_random(choice, Rng(1));
  const ChosenArray b = place_at_random(choice, Rng(2));
  EXPECT_EQ(a.array.strength, 2);
  EXPECT_EQ(place_at_random(choice, Rng(1)).columns, a.columns);
  EXPECT_NE(a.columns, b.columns);
}

TEST(ChooseArray, RefusesWithAWayOut) {
  const auto message = [](const Levels& levels, const ArrayWish& wish) -> std::string {
    try {
      (void)choose_array(levels, wish);
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(message({}, {}), testing::HasSubstr("no factors"));
  EXPECT_THAT(message({3, 1}, {}), testing::HasSubstr("factor 2 has 1 level: expected 2 to 64 levels"));
  EXPECT_THAT(message({65}, {}), testing::HasSubstr("factor 1 has 65 levels"));
  EXPECT_THAT(message({3, 3, 3}, {.max_runs = 8}), testing::HasSubstr("Allow more runs"));
  EXPECT_THAT(message({2, 2}, {.strength = 9}), testing::HasSubstr("strength from 2 to 6"));
  EXPECT_THAT(message(Levels(5000, 2), {}), testing::HasSubstr("fewer factors"));
}

}  // namespace
}  // namespace vernier
