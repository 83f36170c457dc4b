#include "vernier/figures/display_text.hpp"

#include <gtest/gtest.h>

namespace vernier {
namespace {

TEST(DisplayText, WidthFollowsUnicode) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("学习率"), 6);
  EXPECT_EQ(display_width("ｱ"), 1);        // halfwidth katakana
  EXPECT_EQ(display_width("Ａ"), 2);       // fullwidth letter
  EXPECT_EQ(display_width("e\u0301"), 1);  // combining acute
  EXPECT_EQ(display_width("🚀"), 2);        // emoji
  EXPECT_EQ(display_width("한글"), 4);
  EXPECT_EQ(display_width("─│⣿█"), 4);  // what plots are made of
}

TEST(DisplayText, EscapesWhatCouldMoveTheCursor) {
  EXPECT_EQ(escape_text("a\x1b[31mred"), "a\\x1b[31mred");
  EXPECT_EQ(escape_text("two\nlines\ttab\r"), "two\\nlines\\ttab\\r");
  EXPECT_EQ(escape_text("\u202Eevil"), "\\u202eevil");  // right-to-left override
  EXPECT_EQ(escape_text("\u009b31m"), "\\x9b31m");      // C1 control sequence introducer
  EXPECT_EQ(escape_text("学习率 🚀 é"), "学习率 🚀 é");
}

TEST(DisplayText, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(escape_text("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(escape_text("\xc0\xaf"), "\\xc0\\xaf");           // overlong slash
  EXPECT_EQ(escape_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(escape_text("x\xe4"), "x\\xe4");                  // cut off
}

TEST(DisplayText, CutsByColumnsNotBytes) {
  EXPECT_EQ(cut_text("学习率", 6), "学习率");
  EXPECT_EQ(cut_text("学习率", 5), "学习…");
  EXPECT_EQ(cut_text("学习率", 4), "学…");
  EXPECT_EQ(cut_text("abcdef", 4, "~"), "abc~");
  EXPECT_EQ(cut_text("abcdef", 0, "~"), "");
}

TEST(DisplayText, PadsByColumns) {
  EXPECT_EQ(pad_right("率", 4), "率  ");
  EXPECT_EQ(pad_left("率", 4), "  率");
  EXPECT_EQ(pad_left("longer", 4), "longer");
}

TEST(DisplayText, FitsLinesWithColours) {
  EXPECT_EQ(fit_inked("ab", 4), "ab  ");
  EXPECT_EQ(fit_inked("\x1b[31mabc\x1b[0md", 2), "\x1b[31mab\x1b[0m") << "a colour does not stay on";
  EXPECT_EQ(fit_inked("\x1b[1m学习\x1b[0m", 3), "\x1b[1m学\x1b[0m ") << "half of a wide character does not fit";
  EXPECT_EQ(fit_inked("学a", 1), " ") << "nothing behind what did not fit";
  EXPECT_EQ(fit_inked("\x1b[3", 1), "\x1b[3 ");
  EXPECT_EQ(fit_inked("", 0), "");
}

}  // namespace
}  // namespace vernier
