#include "vernier/figures/text_table.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/figures/display_text.hpp"

namespace vernier {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(TextTable, AlignsNumbersRightAndWideTextByColumns) {
  const TextTable table{{{"trial", true}, {"参数"}, {"value", true}}, {{"1", "学习率", "0.5"}, {"12", "lr", "12.25"}}};
  const auto lines = lines_of(draw_table(table, {.unicode = false}));
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "trial  参数    value");
  EXPECT_EQ(lines[1], "-----  ------  -----");
  EXPECT_EQ(lines[2], "    1  学习率    0.5");
  EXPECT_EQ(lines[3], "   12  lr      12.25");
}

TEST(TextTable, NeverWiderThanTheTerminal) {
  TextTable table{{{"trial", true}, {"params", false, true}, {"why", false, true}}, {}};
  table.rows.push_back({"1", std::string(300, 'p'), std::string(300, 'w')});
  for (const int width : {40, 80, 200}) {
    for (const std::string& line : lines_of(draw_table(table, {.width = width}))) {
      EXPECT_LE(display_width(line), width) << line;
    }
  }
}

TEST(TextTable, NamesCannotBreakTheLayout) {
  const TextTable table{{{"name"}}, {{"evil\n\x1b[2J"}}};
  EXPECT_EQ(lines_of(draw_table(table, {.unicode = false})).at(2), "evil\\n\\x1b[2J");
}

TEST(TextTable, NumbersAreShort) {
  EXPECT_EQ(table_number(0.123456789), "0.12346");
  EXPECT_EQ(table_number(40), "40");
  EXPECT_EQ(table_number(-0.0), "0");
  EXPECT_EQ(table_number(1e-7), "1e-07");
  EXPECT_EQ(table_number(50130.4), "50130");
  EXPECT_EQ(table_number(std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(TextTable, Durations) {
  EXPECT_EQ(table_duration(0.0123), "12ms");
  EXPECT_EQ(table_duration(9.94), "9.9s");
  EXPECT_EQ(table_duration(59.96), "1m00s");
  EXPECT_EQ(table_duration(245), "4m05s");
  EXPECT_EQ(table_duration(10920), "3h02m");
  EXPECT_EQ(table_duration(187200), "2d04h");
  EXPECT_EQ(table_duration(std::numeric_limits<double>::infinity()), "?");
}

}  // namespace
}  // namespace vernier
