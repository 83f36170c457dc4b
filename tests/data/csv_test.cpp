#include "vernier/data/readers/csv.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "support.hpp"

namespace vernier {
namespace {

using testing::AllOf;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;
using testing_support::message_of;
using testing_support::parse;
using testing_support::parse_error;

TEST(Csv, ReadsNumbersTextsAndMissingValues) {
  const Table table = parse("age, work ,pay\n39, clerk,1.5e3\n?,,-2\n 17 ,NA, +.5\n");
  EXPECT_THAT(table.names(), ElementsAre("age", "work", "pay"));
  EXPECT_THAT(table.column("age").numbers, ElementsAre(DoubleEq(39), IsNan(), DoubleEq(17)));
  EXPECT_THAT(table.column("pay").numbers, ElementsAre(1500.0, -2.0, 0.5));
  EXPECT_TRUE(table.column("work").is_text);
  EXPECT_EQ(table.column("work").text(0), "clerk");
  EXPECT_EQ(table.column("work").missing_count(), 2);
}

TEST(Csv, QuotesFollowRfc4180) {
  const Table table =
      parse("name,n\r\n\"a, b\",1\r\n\"two\nlines\",2\r\n\"say \"\"hi\"\"\",3\r\n\" kept \",4\r\n\"\",5\r\n");
  const Column& name = table.column("name");
  EXPECT_EQ(name.text(0), "a, b");
  EXPECT_EQ(name.text(1), "two\nlines");
  EXPECT_EQ(name.text(2), "say \"hi\"");
  EXPECT_EQ(name.text(3), " kept ");
  EXPECT_TRUE(name.missing(4));
  EXPECT_EQ(table.rows(), 5);
}

TEST(Csv, AQuoteClosedInsideAFieldIsAnOrdinaryCharacter) {
  const Table table = parse("ham\t\"Happy new year\" she said\nspam\tno \"quotes\" here\nham\t\"whole\"\n");
  EXPECT_EQ(table.columns[1].text(0), "\"Happy new year\" she said");
  EXPECT_EQ(table.columns[1].text(1), "no \"quotes\" here");
  EXPECT_EQ(table.columns[1].text(2), "whole");
}

TEST(Csv, FindsTheDelimiter) {
  for (const std::string delimiter : {",", "\t", ";", "|"}) {
    const std::string text = "a" + delimiter + "b\n1" + delimiter + "2\n3" + delimiter + "4\n";
    EXPECT_THAT(parse(text).names(), ElementsAre("a", "b")) << delimiter;
  }
  EXPECT_EQ(parse("x\n1\n2\n").columns.size(), 1U);
  EXPECT_EQ(parse("a;b\nx, y;1\np, q;2\n").columns.size(), 2U) << "a comma in every row but the header";
}

TEST(Csv, DelimiterAndQuoteCanBeSaid) {
  ReadOptions options;
  options.delimiter = "!";
  EXPECT_THAT(parse("a!b\n1!2\n", options).names(), ElementsAre("a", "b"));
  options.delimiter = "tab";
  options.quote = "";
  EXPECT_EQ(parse("x\tn\n\"open\t1\n", options).column("x").text(0), "\"open");
  options.delimiter = "ab";
  EXPECT_THAT(message_of<InvalidArgument>([&] { (void)parse("a\n1\n", options); }), HasSubstr("one character"));
}

TEST(Csv, HeaderIsFoundByItsNeighbours) {
  EXPECT_TRUE(parse("a,b\n1,x\n2,y\n").named);
  EXPECT_THAT(parse("1,x\n2,y\n").names(), ElementsAre("c1", "c2"));
  EXPECT_THAT(parse("ham,hello\nspam,win\n").names(), ElementsAre("c1", "c2")) << "no number below: no header";
  ReadOptions options;
  options.header = true;
  EXPECT_THAT(parse("label,text\nham,hello\n", options).names(), ElementsAre("label", "text"));
  options.header = false;
  EXPECT_EQ(parse("a,b\n1,x\n", options).rows(), 2);
  options.header = "maybe";
  EXPECT_THROW((void)parse("a\n1\n", options), InvalidArgument);
}

TEST(Csv, GivenNamesReplaceTheHeader) {
  ReadOptions options;
  options.names = {"p", "q"};
  const Table with_header = parse("a,b\n1,2\n3,4\n", options);
  EXPECT_THAT(with_header.names(), ElementsAre("p", "q"));
  EXPECT_EQ(with_header.rows(), 2);
  EXPECT_EQ(parse("1,2\n3,4\n", options).rows(), 2);
  options.names = {"p"};
  EXPECT_THAT(parse_error("1,2\n3,4\n", options), AllOf(HasSubstr("2 columns"), HasSubstr("1 names")));
}

TEST(Csv, ATextBehindNumbersMakesTheWholeColumnText) {
  const Table table = parse("code,n\n007,1\n01.50,2\nA12,3\n007,4\n");
  const Column& code = table.column("code");
  ASSERT_TRUE(code.is_text);
  EXPECT_EQ(code.text(0), "007") << "the spelling of the file, not of the number";
  EXPECT_EQ(code.text(1), "01.50");
  EXPECT_EQ(code.codes[0], code.codes[3]);
}

TEST(Csv, KindsAndStripsAreApplied) {
  ReadOptions options;
  options.columns["code"].kind = "category";
  options.columns["-1"].strip = ".";
  const Table table = parse("code,n,income\n007,1,>50K.\n7,2,>50K\n", options);
  EXPECT_EQ(table.column("code").text(0), "007");
  EXPECT_EQ(table.column("code").kind, ColumnKind::category);
  EXPECT_EQ(table.column("income").distinct_count(), 1);
  options.columns["cod"].kind = "id";
  EXPECT_THAT(parse_error("code,n\n007,1\n7,2\n", options),
              AllOf(HasSubstr("'cod'"), HasSubstr("Did you mean 'code'?")));
}

TEST(Csv, BlankLinesByteOrderMarkAndLineEndsDoNotMatter) {
  const Table table = parse(
      "\xEF\xBB\xBF"
      "a,b\r1,2\r\r3,4\r\n\n");
  EXPECT_THAT(table.names(), ElementsAre("a", "b"));
  EXPECT_EQ(table.rows(), 2);
}

TEST(Csv, BadFilesNameTheLine) {
  EXPECT_THAT(parse_error("a,b\n1,2\n\n3\n"),
              AllOf(HasSubstr("a.csv line 4 has 1 fields"), HasSubstr("2 as in line 1")));
  EXPECT_THAT(parse_error("a,b\n1,2\n\"x,3\n4,5\n"), AllOf(HasSubstr("line 3"), HasSubstr("never closed")));
  EXPECT_THAT(parse_error("a,b\n1,2\na,b\n3,4\n"), HasSubstr("line 3 repeats the header"));
  EXPECT_THAT(parse_error("a,a\n1,2\n"), HasSubstr("two columns named 'a'"));
  EXPECT_THAT(parse_error(""), HasSubstr("a.csv is empty"));
  EXPECT_THAT(parse_error(" \n\n"), HasSubstr("a.csv is empty"));
  EXPECT_THAT(parse_error("a,b\n1,caf\xE9\n"),
              AllOf(HasSubstr("wrong encoding"), HasSubstr("line 2"), HasSubstr("0xE9")));
  EXPECT_THAT(parse_error(std::string("a,b\n1,\0\n", 8)), AllOf(HasSubstr("not text"), HasSubstr("line 2")));
  EXPECT_THAT(parse_error("\xFF\xFE"
                          "a"),
              HasSubstr("UTF-16"));
  ReadOptions header;
  header.header = true;
  EXPECT_THAT(parse_error("a,b\n", header), HasSubstr("a header but no rows"));
  header.columns["a"].kind = "numeric";
  EXPECT_THAT(parse_error("a,b\n1,2\nx,3\n", header), AllOf(HasSubstr("'a'"), HasSubstr("row 2"), HasSubstr("'x'")));
}

TEST(Csv, ReadsTheAdultFileQuickly) {
  VERNIER_NEEDS_REAL_DATA("adult_train.csv");
  const auto start = std::chrono::steady_clock::now();
  const Table table = read_table(testing_support::real_data() / "adult_train.csv");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(1500));
  EXPECT_EQ(table.rows(), 32561);
  ASSERT_EQ(table.columns.size(), 15U);
  EXPECT_EQ(table.columns[1].missing_count(), 1836);  // grep -c '?' of the second field
  EXPECT_EQ(table.columns[14].distinct_count(), 2);
}

TEST(Csv, ReadsTheMessagesLineByLine) {
  VERNIER_NEEDS_REAL_DATA("sms_spam.tsv");
  const Table table = read_table(testing_support::real_data() / "sms_spam.tsv");
  EXPECT_EQ(table.rows(), 5574);
  EXPECT_EQ(table.columns.size(), 2U);
  EXPECT_FALSE(table.named);
}

}  // namespace
}  // namespace vernier
