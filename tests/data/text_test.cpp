#include <gmock/gmock.h>

#include "tests/data/support.hpp"
#include "vernier/data/calendar.hpp"
#include "vernier/data/text_encoder.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<float> ids(const TextEncoder& encoder, std::string_view text) {
  std::vector<float> row(static_cast<std::size_t>(encoder.width()));
  encoder.encode(text, row);
  return row;
}

TEST(Tokenizer, WordsAreLettersDigitsApostrophesAndForeignLetters) {
  const Tokens tokens = tokenize("Don't stop, ZÜRICH 2024!!", {});
  EXPECT_THAT(tokens.words, ElementsAre("don't", "stop", "z\xC3\x9Crich", "2024"));
  EXPECT_TRUE(tokens.extra.empty());
}

TEST(Tokenizer, OptionsAddPunctuationShapesPairsRunsAndLength) {
  TextOptions options{.ngrams = 2, .punctuation = true, .digits_as_shape = true, .length = true};
  const Tokens tokens = tokenize("Win 500 now!!", options);
  EXPECT_THAT(tokens.words, ElementsAre("win", "000", "now", "!!"));
  EXPECT_THAT(tokens.extra, ElementsAre("win 000", "000 now", "now !!", "#length 2"));  // 3 words: two binary digits
  options = {.characters = {3}};
  EXPECT_THAT(tokenize("caf\xC3\xA9 a", options).extra,
              ElementsAre("#<ca", "#caf", "#af\xC3\xA9", "#f\xC3\xA9>", "#<a>"));
  EXPECT_THAT(tokenize("Big", {.lowercase = false}).words, ElementsAre("Big"));
}

TEST(TextEncoder, IdsAreByFrequencyThenAlphabetBehindPaddingAndUnknown) {
  const std::vector<std::string> texts{"b a a", "c b a"};
  const TextEncoder encoder = TextEncoder::fit(texts, {.tokens = 4});
  EXPECT_EQ(encoder.ids(), 5);  // padding, unknown, a, b, c
  EXPECT_THAT(ids(encoder, "a b c new"), ElementsAre(2, 3, 4, 1));
  EXPECT_THAT(ids(encoder, "c"), ElementsAre(4, 0, 0, 0));
  EXPECT_THAT(ids(encoder, "a a a b c"), ElementsAre(2, 2, 2, 3));
  EXPECT_THAT(ids(encoder, ""), ElementsAre(1, 0, 0, 0)) << "no row is padding alone";
  const TextEncoder small = TextEncoder::fit(texts, {.tokens = 3, .vocabulary = 3, .cut = "start", .padding = "start"});
  EXPECT_EQ(small.ids(), 3);
  EXPECT_THAT(ids(small, "a b"), ElementsAre(0, 2, 1));
  EXPECT_THAT(ids(small, "b b b a"), ElementsAre(1, 1, 2));
}

// Else a network that learns from empty texts would take unknown words for such.
TEST(TextEncoder, ATextWithoutWordsIsNoUnknownWord) {
  const std::vector<std::string> texts{"one two", ":-)", "two", ""};
  const TextEncoder encoder = TextEncoder::fit(texts, {.tokens = 2});
  EXPECT_NE(ids(encoder, ":)"), ids(encoder, "three"));
  EXPECT_EQ(ids(encoder, ":)"), ids(encoder, ""));
  EXPECT_EQ(ids(encoder, "three"), (std::vector<float>{1, 0}));
  const TextEncoder full = TextEncoder::fit(std::vector<std::string>{"one"}, {.tokens = 2});
  EXPECT_EQ(ids(full, ""), (std::vector<float>{1, 0})) << "no training text was empty";
}

TEST(TextEncoder, WidthIsWhatNearlyAllTrainingTextsNeed) {
  std::vector<std::string> texts(99, "one two three");
  texts.push_back(std::string(4000, 'x').replace(1, 1, " "));
  texts.back() += " a b c d e f g h";
  EXPECT_EQ(TextEncoder::fit(texts, {}).width(), 3);
  EXPECT_EQ(TextEncoder::fit(texts, {.min_count = 2}).ids(), 5);
}

TEST(TextEncoder, TravelsAsJson) {
  const std::vector<std::string> texts{"to be or not to be", "be 7"};
  const TextEncoder encoder = TextEncoder::fit(texts, {.ngrams = 2, .characters = {2}, .digits_as_shape = true});
  const TextEncoder again = TextEncoder::from_json(Json::parse(encoder.to_json().dump()));
  EXPECT_EQ(ids(again, "not to be 9 x"), ids(encoder, "not to be 9 x"));
  EXPECT_EQ(again.ids(), encoder.ids());
}

TEST(Calendar, ReadsDatesAndTimes) {
  EXPECT_EQ(parse_time("1970-01-02"), 1.0);
  EXPECT_EQ(parse_time("2000-03-01"), 11017.0);  // date -u -d 2000-03-01 +%s, over 86400
  EXPECT_EQ(parse_time("01.03.2000"), 11017.0);
  EXPECT_EQ(parse_time("03/01/2000"), 11017.0);
  EXPECT_EQ(parse_time("2000-03-01T12:00"), 11017.5);
  EXPECT_EQ(parse_time("2000-03-01 18:00:00"), 11017.75);
  EXPECT_EQ(parse_time("06:00"), 0.25);
  for (const char* bad : {"2001-02-29", "2000-13-01", "2000-03-01 25:00", "2000-03-01x", "yesterday", "", "12"}) {
    EXPECT_FALSE(parse_time(bad)) << bad;
  }
}

TEST(Calendar, FeaturesGoRoundWithTheYearAndTheWeek) {
  std::vector<float> monday(4), next_monday(4), thursday(4);
  calendar_features(*parse_time("2024-01-01"), monday);
  calendar_features(*parse_time("2024-01-08"), next_monday);
  calendar_features(*parse_time("2024-01-04"), thursday);
  EXPECT_NEAR(monday[2], next_monday[2], 1e-5);
  EXPECT_GT(std::abs(monday[2] - thursday[2]) + std::abs(monday[3] - thursday[3]), 0.5);
  EXPECT_NEAR(monday[0], next_monday[0], 0.15);
  EXPECT_NEAR(monday[0] * monday[0] + monday[1] * monday[1], 1.0, 1e-5);
}

}  // namespace
}  // namespace vernier
