#include <fmt/core.h>
#include <gmock/gmock.h>

#include <cmath>

#include "support.hpp"

namespace vernier {
namespace {

Json read(std::string_view text) { return yaml_to_json(text, "f.yaml"); }

std::string failure(std::string_view text) {
  return message_of([&] { return read(text); });
}

std::string repeated(std::string_view text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

// The resolution table of YAML 1.2.2, section 10.3.2, and what its neighbours must not become.
TEST(Yaml, ScalarsHaveTheTypesOfTheCoreSchema) {
  const Json expected = Json::parse(R"([1, -4, 3, 123456789012345678, 1.5, 0.001, 0.001, 0.5, 2.0, 1e20,
                                        null, null, null, true, false])");
  const Json actual = read(
      "[1, -4, +3, 123456789012345678, 1.5, 1e-3, 1.0E-3, .5, 2., 100000000000000000000, ~, null, , True, "
      "FALSE]");
  EXPECT_EQ(actual, expected);
  EXPECT_EQ(actual.dump(), expected.dump()) << "3 is not 3.0";
  EXPECT_EQ(read("[.inf, +.Inf, -.INF]")[2].get<double>(), -HUGE_VAL);
  EXPECT_TRUE(std::isnan(read(".nan").get<double>()));
}

// yaml-cpp makes one byte of these, which is no text that a message could show.
TEST(Yaml, EscapesThatMakeNoUtf8AreRefused) {
  for (const char* text : {R"("\N")", R"({a: "x\_"})", R"({"\N": 1})"}) {
    EXPECT_THAT(failure(text), testing::HasSubstr("not UTF-8")) << text;
  }
  EXPECT_EQ(read(R"("\u00e9")"), Json("\u00e9"));
}

TEST(Yaml, EverythingElseIsText) {
  for (const char* text : {"adam", "1_000", "1.2.3", "1e", "e5", "2001-01-01", "yes", "off", "0x1F", "0o17", "inf",
                           "nan", "+", ".", "1 2"}) {
    EXPECT_EQ(read(fmt::format("a: {}", text))["a"], Json(text));
  }
  EXPECT_EQ(read("['1', \"true\", !!str 5, ! 6]"), Json::parse(R"(["1", "true", "5", "6"])"));
}

TEST(Yaml, JsonIsYaml) {
  EXPECT_EQ(read("{\"a\":\t{\n\t\t\"b\":[1,2,\n\t3],\"c\":\"x\\/y\\u00e9\"}}"),
            Json::parse(R"({"a": {"b": [1, 2, 3], "c": "x/y\u00e9"}})"));
}

TEST(Yaml, KeysKeepTheirOrder) {
  std::string keys;
  const Json json = read("{z: 1, a: 2, 10: 3, m: 4}");
  for (const auto& [key, value] : json.items()) keys += key + " ";
  EXPECT_EQ(keys, "z a 10 m ");
}

TEST(Yaml, MistakesAreShownByLineAndColumn) {
  EXPECT_THAT(failure("a: 1\nb: [1, 2"), testing::StartsWith("f.yaml: line 2, column "));
  EXPECT_THAT(failure("a:\n  b: 1\n c: 2"), testing::StartsWith("f.yaml: line 3, column 2: "));
  EXPECT_THAT(failure("a: 1\nb: 2\na: 3"), testing::StartsWith("f.yaml: line 3, column 1: the key 'a' stands twice"));
  EXPECT_THAT(failure("a: &x 1\nb: *x"), testing::StartsWith("f.yaml: line 2, column 4: an alias"));
  EXPECT_THAT(failure("a: 1\n---\nb: 2"), testing::StartsWith("f.yaml: line 2, column 1: a second document"));
  EXPECT_THAT(failure("a: !python/object x"), testing::HasSubstr("the tag !python/object"));
  EXPECT_THAT(failure("? [a]\n: 1"), testing::HasSubstr("a collection as key"));
  EXPECT_THAT(failure("~: 1"), testing::HasSubstr("a key without text"));
  EXPECT_THAT(failure("a: \"\\ud800\""), testing::HasSubstr("line 1"));
}

TEST(Yaml, BinaryIsRefusedWithItsPlace) {
  EXPECT_THAT(failure("a: 1\nb: \xff"), testing::StartsWith("f.yaml: line 2, column 4: the byte 0xFF: expected UTF-8"));
  EXPECT_THAT(failure(std::string("a\0b", 3)), testing::HasSubstr("column 2: the byte 0x00"));
  EXPECT_THAT(failure("a: 1\x04 b"), testing::HasSubstr("0x04")) << "which yaml-cpp takes for the end of the file";
  EXPECT_THAT(failure("a: \xed\xa0\x80"), testing::HasSubstr("0xED")) << "a surrogate";
  EXPECT_THAT(failure("a: \xc0\x80"), testing::HasSubstr("0xC0")) << "an overlong form";
  EXPECT_EQ(read("\xef\xbb\xbf"
                 "a: \xe6\x9e\x81\xf0\x9f\x98\x80")["a"],
            Json("\xe6\x9e\x81\xf0\x9f\x98\x80"));
}

TEST(Yaml, DepthIsLimitedHoweverItIsWritten) {
  EXPECT_EQ(failure(repeated("[", 100) + repeated("]", 100)), "no error");
  EXPECT_THAT(failure(repeated("[", 101) + repeated("]", 101)), testing::HasSubstr("at most 100 levels"));
  EXPECT_THAT(failure(repeated("- ", 100'000)), testing::HasSubstr("at most 100 levels"));
  std::string block;
  for (int i = 0; i < 500; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_THAT(failure(block), testing::HasSubstr("at most 100 levels"));
  // brackets in comments and texts must not hide real ones from the count
  EXPECT_NE(failure(repeated("[ # ]\n", 100'000)), "no error");
  EXPECT_NE(failure(repeated("[\"]\", ", 100'000)), "no error");
  for (const char* part : {"[", "{a: ", "? ", ": ", "[a: ", "&a ", "!", "*a ", "%", "'"}) {
    (void)failure(repeated(part, 100'000));  // returns: no overflow of the stack
  }
}

TEST(Yaml, LongListsAndMapsTakeLinearTime) {
  std::string text = "list: [" + repeated("1, ", 100'000) + "1]\nmap:\n";
  for (int i = 0; i < 50'000; ++i) text += fmt::format("  key{}: {}\n", i, i);
  const Json json = read(text);
  EXPECT_EQ(json["list"].size(), 100'001U);
  EXPECT_EQ(json["map"].size(), 50'000U);
}

}  // namespace
}  // namespace vernier
