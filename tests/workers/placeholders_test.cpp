#include "vernier/workers/placeholders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const PlaceholderValues values{{"lr", "0.1"}, {"layers[0].units", "64"}, {"brace", "{lr}"}};

TEST(Placeholders, StandForValuesAndNothingElseDoes) {
  EXPECT_EQ(fill_placeholders("--lr={lr} {layers[0].units}", values), "--lr=0.1 64");
  EXPECT_EQ(fill_placeholders("{{lr}} {lr}", values), "{lr} 0.1");
  EXPECT_EQ(fill_placeholders(R"({"a": {"b": 1}} {print $1} {} {2} {)", values),
            R"({"a": {"b": 1}} {print $1} {} {2} {)");
  EXPECT_EQ(fill_placeholders("{brace}", values), "{lr}");  // a value is no template
  EXPECT_EQ(fill_placeholders("{momentum}", values), std::nullopt);
}

TEST(Placeholders, AnInactiveParameterTakesItsWordsAway) {
  const std::vector<std::string> words{"train", "--momentum", "{momentum}", "--nesterov={momentum}",
                                       "--lr",  "{lr}",       "x"};
  EXPECT_THAT(fill_words(words, values), ElementsAre("train", "--lr", "0.1", "x"));
  const std::vector<std::string> positional{"train", "{momentum}", "{lr}"};
  EXPECT_THAT(fill_words(positional, values), ElementsAre("train", "0.1"));
}

TEST(Placeholders, AnUnknownNameIsRefusedWithTheNearest) {
  const std::vector<std::string> known{"learning_rate", "units"};
  EXPECT_NO_THROW(check_placeholders("{units} {{other}}", known, "command"));
  try {
    check_placeholders("--lr {learning_rat}", known, "command");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("{learning_rat} names no parameter"));
    EXPECT_THAT(error.what(), HasSubstr("Did you mean 'learning_rate'?"));
    EXPECT_THAT(error.what(), HasSubstr("{{learning_rat}}"));
  }
}

}  // namespace
}  // namespace vernier
