// Kinds of tasks and of columns.
#include "vernier/data/task.hpp"

#include <gmock/gmock.h>

#include "support.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::message_of;
using testing_support::parse;

Column numbers(std::vector<double> values) {
  Column column;
  column.name = "y";
  column.numbers = std::move(values);
  return column;
}

std::vector<double> repeated(int different, int times) {
  std::vector<double> values;
  for (int i = 0; i < different * times; ++i) values.push_back(i % different);
  return values;
}

TEST(Task, TextsAreClassesInAlphabeticalOrder) {
  const Task task = detect_task(parse("y,n\nyes,1\nno,2\nyes,3\n").column("y"), "auto", "a.csv");
  EXPECT_EQ(task.kind, TaskKind::binary);
  EXPECT_THAT(task.classes, ElementsAre("no", "yes"));
  EXPECT_EQ(detect_task(parse("y,n\na,1\nb,2\nc,3\n").column("y"), "auto", "a.csv").kind, TaskKind::multiclass);
}

TEST(Task, FewWholeNumbersAreClassesAndManyAQuantity) {
  EXPECT_EQ(detect_task(numbers(repeated(2, 3)), "auto", "a").kind, TaskKind::binary);
  const Task digits = detect_task(numbers(repeated(10, 8)), "auto", "a");
  EXPECT_EQ(digits.kind, TaskKind::multiclass);
  EXPECT_FALSE(digits.ambiguous);
  EXPECT_THAT(digits.classes, testing::ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_TRUE(detect_task(numbers(repeated(15, 8)), "auto", "a").ambiguous);
  EXPECT_EQ(detect_task(numbers(repeated(10, 2)), "auto", "a").kind, TaskKind::regression) << "two rows a class";
  EXPECT_EQ(detect_task(numbers(repeated(30, 8)), "auto", "a").kind, TaskKind::regression);
  EXPECT_EQ(detect_task(numbers({0.5, 1.5, 2.5, 0.5}), "auto", "a").kind, TaskKind::regression);
}

TEST(Task, TheUserDecides) {
  EXPECT_EQ(detect_task(numbers(repeated(10, 8)), "regression", "a").kind, TaskKind::regression);
  EXPECT_EQ(detect_task(numbers(repeated(30, 2)), "classification", "a").class_count(), 30);
  EXPECT_EQ(detect_task(numbers(repeated(2, 2)), "multiclass", "a").kind, TaskKind::multiclass);
  EXPECT_THAT(message_of([] { (void)detect_task(numbers(repeated(3, 2)), "binary", "a"); }), HasSubstr("3 classes"));
  EXPECT_THAT(message_of([] { (void)detect_task(parse("y,n\na,1\nb,2\n").column("y"), "regression", "a"); }),
              HasSubstr("texts such as 'a'"));
}

TEST(Task, UselessTargetsAreRefused) {
  EXPECT_THAT(message_of([] {
                (void)detect_task(numbers({3, 3, 3}), "auto", "a.csv");
              }),
              HasSubstr("'y' is constant: every value is '3'"));
  EXPECT_THAT(message_of([] {
                (void)detect_task(numbers({std::nan(""), std::nan("")}), "auto", "a");
              }),
              HasSubstr("missing"));
  EXPECT_THAT(message_of([] {
                (void)detect_task(numbers({1, HUGE_VAL, 2}), "auto", "a");
              }),
              HasSubstr("infinite in row 2"));
}

TEST(ColumnKinds, AreToldFromTheValues) {
  std::string text = "number,colour,code,day,message,empty\n";
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    text += n + (i % 2 == 0 ? ",red" : ",blue") + ",X" + n + "Q,2024-05-" + std::to_string(10 + i % 20) +
            " 12:30,this is message " + n + " of forty,\n";
  }
  const Table table = parse(text);
  std::vector<ColumnKind> kinds;
  for (const ColumnSummary& column : describe_columns(table)) kinds.push_back(column.kind);
  EXPECT_THAT(kinds, ElementsAre(ColumnKind::numeric, ColumnKind::category, ColumnKind::id, ColumnKind::time,
                                 ColumnKind::text, ColumnKind::ignore));
  const ColumnSummary colour = describe_columns(table)[1];
  EXPECT_EQ(colour.distinct, 2);
  EXPECT_EQ(colour.example, "red");
  EXPECT_TRUE(colour.detected);
}

TEST(ColumnKinds, AreReadFromWords) {
  EXPECT_EQ(column_kind("id"), ColumnKind::id);
  EXPECT_THAT(message_of<InvalidArgument>([] { (void)column_kind("catgory"); }), HasSubstr("Did you mean 'category'?"));
}

TEST(Table, ColumnsAreFoundByNameAndNumber) {
  const Table table = parse("a,2,c\nx,1,2\ny,3,4\n", [] {
    ReadOptions options;
    options.header = true;
    return options;
  }());
  EXPECT_EQ(table.position("c"), 2U);
  EXPECT_EQ(table.position("-1"), 2U);
  EXPECT_EQ(table.position("-3"), 0U);
  EXPECT_EQ(table.position("2"), 1U) << "a column of that name";
  EXPECT_THAT(message_of([&] { (void)table.position("4"); }), HasSubstr("no column number 4: expected 1 to 3"));
  EXPECT_THAT(message_of([&] { (void)table.position("0"); }), HasSubstr("no column number 0"));
  EXPECT_THAT(table.select(std::vector<Index>{1}).column("c").numbers, ElementsAre(4));
}

}  // namespace
}  // namespace vernier
