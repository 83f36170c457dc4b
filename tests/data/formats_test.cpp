// ARFF, JSON, JSONL and SVMlight.
#include "vernier/data/readers/formats.hpp"

#include <gmock/gmock.h>

#include "support.hpp"

namespace vernier {
namespace {

using testing::AllOf;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;
using testing_support::parse;
using testing_support::parse_error;

const std::string weather =
    "% a comment\n@RELATION weather\n\n@attribute 'outer look' {sunny, 'over cast', rainy}\n"
    "@attribute temperature REAL\n@attribute note string\n@attribute day date \"yyyy-MM-dd\"\n@data\n";

TEST(Arff, ReadsEveryKindOfAttribute) {
  const Table table = parse(
      weather + "sunny, 85, 'it is', 2024-05-01\n'over cast',?,\"a, b\",?\n% more\n?,-3,'\\'q\\'',2024-05-02 % end\n");
  EXPECT_THAT(table.names(), ElementsAre("outer look", "temperature", "note", "day"));
  EXPECT_EQ(table.rows(), 3);
  EXPECT_THAT(table.column("outer look").levels, ElementsAre("sunny", "over cast", "rainy"));
  EXPECT_THAT(table.column("outer look").codes, ElementsAre(0, 1, -1));
  EXPECT_EQ(table.column("outer look").kind, ColumnKind::category);
  EXPECT_THAT(table.column("temperature").numbers, ElementsAre(DoubleEq(85), IsNan(), DoubleEq(-3)));
  EXPECT_EQ(table.column("note").text(1), "a, b");
  EXPECT_EQ(table.column("note").text(2), "'q'");
  EXPECT_EQ(table.column("day").kind, ColumnKind::time);
}

TEST(Arff, SparseRowsMeanZeroAndTheFirstLevel) {
  const Table table = parse(
      "@relation s\n@attribute a numeric\n@attribute b {no, yes}\n@attribute c numeric\n@data\n{0 4, 2 5}\n{1 "
      "yes}\n{}\n{2 ?}\n");
  EXPECT_THAT(table.column("a").numbers, ElementsAre(4, 0, 0, 0));
  EXPECT_THAT(table.column("b").codes, ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(table.column("c").numbers, ElementsAre(DoubleEq(5), DoubleEq(0), DoubleEq(0), IsNan()));
}

TEST(Arff, ALevelMaySpellLikeAMissingWord) {
  const Table table = parse("@relation s\n@attribute g {None, Some}\n@data\nNone\nSome\n?\n");
  EXPECT_THAT(table.column("g").codes, ElementsAre(0, 1, -1));
}

TEST(Arff, BadFilesNameTheLine) {
  EXPECT_THAT(parse_error(weather + "sunny,1,a\n"), AllOf(HasSubstr("line 9: 3 values"), HasSubstr("4, one for each")));
  EXPECT_THAT(parse_error(weather + "sunny,1,a,?,5\n"), HasSubstr("line 9: 5 values"));
  EXPECT_THAT(parse_error(weather + "snow,1,a,?\n"),
              AllOf(HasSubstr("'snow'"), HasSubstr("'outer look'"), HasSubstr("rainy")));
  EXPECT_THAT(parse_error(weather + "sunny,warm,a,?\n"),
              AllOf(HasSubstr("line 9"), HasSubstr("'warm'"), HasSubstr("temperature")));
  EXPECT_THAT(parse_error(weather + "sunny,1,'a,?\n"), HasSubstr("a quote is not closed"));
  EXPECT_THAT(parse_error(weather), HasSubstr("no rows"));
  EXPECT_THAT(parse_error("@relation x\n@attribute a numeric\n1\n"), AllOf(HasSubstr("line 3"), HasSubstr("@data")));
  EXPECT_THAT(parse_error("@relation x\n@attribute a relational\n@data\n1\n"), HasSubstr("type 'relational'"));
  EXPECT_THAT(parse_error("@relation x\n@attribute a {x, y\n@data\nx\n"), HasSubstr("line 2"));
  EXPECT_THAT(parse_error("@relation x\n@attribute a numeric\n@data\n{7 1}\n"), HasSubstr("'7' is no index"));
  EXPECT_THAT(parse_error("@relation x\n@attribute a numeric\n@data\n{nan 1}\n"), HasSubstr("'nan' is no index"));
  EXPECT_THAT(parse_error("@relation x\n@attribute a numeric\n@attribute a numeric\n@data\n1,2\n"),
              HasSubstr("two columns named 'a'"));
}

TEST(Arff, ReadsOptdigits) {
  VERNIER_NEEDS_REAL_DATA("optdigits.arff");
  const Table table = read_table(testing_support::real_data() / "optdigits.arff");
  EXPECT_EQ(table.rows(), 5620);
  EXPECT_EQ(table.columns.size(), 65U);
  EXPECT_EQ(table.column("class").levels.size(), 10U);
  EXPECT_EQ(table.column("class").text(0), "0");
}

TEST(JsonRows, ReadsArraysAndLinesOfObjects) {
  for (const std::string text :
       {R"([{"a": 1.5, "b": "x", "c": true}, {"b": null, "d": 7}, {"a": "?", "b": "3"}])",
        "{\"a\": 1.5, \"b\": \"x\", \"c\": true}\n\n{\"b\": null, \"d\": 7}\n{\"a\": \"?\", \"b\": \"3\"}\n"}) {
    const Table table = parse(text);
    EXPECT_THAT(table.names(), ElementsAre("a", "b", "c", "d"));
    EXPECT_THAT(table.column("a").numbers, ElementsAre(DoubleEq(1.5), IsNan(), IsNan()));
    EXPECT_EQ(table.column("b").text(0), "x");
    EXPECT_TRUE(table.column("b").missing(1));
    EXPECT_EQ(table.column("b").text(2), "3");
    EXPECT_EQ(table.column("c").text(0), "true");
    EXPECT_THAT(table.column("d").numbers, ElementsAre(IsNan(), DoubleEq(7), IsNan()));
  }
}

TEST(JsonRows, BadFilesNameThePlace) {
  EXPECT_THAT(parse_error("[{\"a\": 1},\n{\"a\": }]"), AllOf(HasSubstr("line 2"), HasSubstr("not JSON")));
  EXPECT_THAT(parse_error("{\"a\": 1}\n{\"a\" 2}\n"), AllOf(HasSubstr("line 2"), HasSubstr("not JSON")));
  EXPECT_THAT(parse_error("[{\"a\": 1}, {\"a\": [1, 2]}]"),
              AllOf(HasSubstr("element 2"), HasSubstr("'a' holds an array")));
  EXPECT_THAT(parse_error("{\"a\": 1}\n[2]\n"), AllOf(HasSubstr("line 2"), HasSubstr("an object")));
  EXPECT_THAT(parse_error("[]"), HasSubstr("no rows"));
  EXPECT_THAT(parse_error("{}"), HasSubstr("no rows"));
}

TEST(Svmlight, FillsWhatIsNotMentionedWithZero) {
  const Table table = parse("+1 1:0.5 3:2 # first\n\n-1 qid:7 2:-1e1\n");
  EXPECT_THAT(table.names(), ElementsAre("target", "f1", "f2", "f3"));
  EXPECT_THAT(table.column("target").numbers, ElementsAre(1, -1));
  EXPECT_THAT(table.column("f1").numbers, ElementsAre(0.5, 0));
  EXPECT_THAT(table.column("f2").numbers, ElementsAre(0, -10));
  EXPECT_THAT(table.column("f3").numbers, ElementsAre(2, 0));
  EXPECT_THAT(parse("1 0:5 1:6\n2 1:7\n").names(), ElementsAre("target", "f1", "f2")) << "indices from 0";
}

TEST(Svmlight, BadFilesNameTheLine) {
  ReadOptions options;
  options.format = "svmlight";
  EXPECT_THAT(parse_error("1 1:2\n2 3:x\n", options), AllOf(HasSubstr("line 2"), HasSubstr("'3:x'")));
  EXPECT_THAT(parse_error("1 2:2 1:3\n", options), HasSubstr("ascending"));
  EXPECT_THAT(testing_support::message_of<Unsupported>([&] { (void)parse("1 999999999:2\n2 1:1\n", options); }),
              HasSubstr("line 1 holds the index 999999999"));
  std::string large;  // 1,600 rows of 200,000 features
  for (int row = 0; row < 1600; ++row) large += "1 200000:2\n";
  EXPECT_THAT(testing_support::message_of<Unsupported>([&] { (void)parse(large, options); }), HasSubstr("300 million"));
}

}  // namespace
}  // namespace vernier
