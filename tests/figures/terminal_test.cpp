#include "vernier/figures/terminal.hpp"

#include <cmath>
#include <limits>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/figures/display_text.hpp"

namespace vernier {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Figure rising_line() {
  Figure figure{.title = "rising", .x_label = "epoch", .kind = FigureKind::line};
  figure.series.push_back({"a", {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4}, {}});
  return figure;
}

TEST(Terminal, ARisingLineRises) {
  Figure figure = rising_line();
  figure.series[0].name.clear();  // no legend, whose mark would be taken for the line
  const auto lines = lines_of(draw_figure(figure, {.width = 44, .height = 12, .unicode = false}));
  std::size_t last = 1000;
  int seen = 0;
  for (const std::string& line : lines) {
    const std::size_t at = line.find('*');
    if (at == std::string::npos) continue;
    EXPECT_LT(at, last) << line;  // further down means further left
    last = at;
    ++seen;
  }
  EXPECT_GE(seen, 8);
}

TEST(Terminal, FitsTheTerminal) {
  Figure figure = rising_line();
  figure.title = std::string(500, 't');
  figure.y_label = "val_accuracy";
  for (int i = 0; i < 6; ++i) figure.series.push_back({"trial 7 (0.98765)", {0, 4}, {4, 0}, {}});
  for (const int width : {40, 80, 200}) {
    for (const int height : {8, 24, 60}) {
      const auto lines = lines_of(draw_figure(figure, {.width = width, .height = height}));
      EXPECT_LE(static_cast<int>(lines.size()), height);
      for (const std::string& line : lines) EXPECT_LE(display_width(line), width) << line;
    }
  }
}

TEST(Terminal, AsciiStyleIsAscii) {
  Figure figure = rising_line();
  figure.series.push_back({"b", {0, 4}, {4, 0}, FigureKind::step});
  for (const char c : draw_figure(figure, {.unicode = false})) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(Terminal, WithoutColourThereIsNoEscapeAndLinesDiffer) {
  Figure figure = rising_line();
  figure.series.push_back({"b", {0, 4}, {4, 0}, {}});
  const std::string plain = draw_figure(figure, {});
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
  EXPECT_THAT(plain, HasSubstr("• a"));
  EXPECT_THAT(plain, HasSubstr("+ b"));
  EXPECT_THAT(draw_figure(figure, {.color = true}), HasSubstr("\x1b["));
}

TEST(Terminal, HostileNumbersAreSurvived) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const double huge = std::numeric_limits<double>::max(), tiny = std::numeric_limits<double>::denorm_min();
  const std::vector<std::vector<double>> cases{{},          {nan},     {inf, -inf}, {huge, -huge},   {tiny, 0, -tiny},
                                               {1, nan, 3}, {5, 5, 5}, {0, 0},      {1e300, 1e-300}, {1, 1 + 1e-16}};
  for (const auto& y : cases) {
    Figure figure;
    figure.series.push_back({"s", {}, y, {}});
    for (std::size_t i = 0; i < y.size(); ++i) figure.series[0].x.push_back(static_cast<double>(i));
    for (const FigureKind kind : {FigureKind::line, FigureKind::step, FigureKind::scatter, FigureKind::bar}) {
      figure.kind = kind;
      figure.labels.assign(y.size(), "label");
      EXPECT_FALSE(draw_figure(figure, {}).empty());
    }
  }
}

TEST(Terminal, PointsBeyondTheBoundsDoNotFlattenTheRest) {
  Figure figure{.kind = FigureKind::scatter, .y_high = 2.0};
  figure.series.push_back({"s", {0, 1, 2}, {1, 2, 1e9}, {}});
  EXPECT_THAT(draw_figure(figure, {}), HasSubstr("1.4"));
}

TEST(Terminal, BarsAreProportional) {
  Figure figure{.kind = FigureKind::bar, .labels = {"a", "b"}};
  figure.series.push_back({"", {}, {1.0, 0.5}, {}});
  const auto lines = lines_of(draw_figure(figure, {.width = 60, .unicode = false}));
  const auto length = [](const std::string& line) { return std::count(line.begin(), line.end(), '#'); };
  EXPECT_NEAR(static_cast<double>(length(lines.at(0))), 2.0 * static_cast<double>(length(lines.at(1))), 1.0);
}

}  // namespace
}  // namespace vernier
