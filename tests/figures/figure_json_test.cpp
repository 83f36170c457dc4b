#include "vernier/figures/figure_json.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace vernier {
namespace {

TEST(FigureJson, WhatAFigureDoesNotHaveIsLeftOut) {
  Figure figure{.title = "t", .x_label = "x", .kind = FigureKind::scatter};
  figure.series.push_back({.name = "s", .x = {1, 2}, .y = {0.5, std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_EQ(to_json(figure).dump(), R"({"title":"t","kind":"scatter","x":{"label":"x"},"y":{"label":""},)"
                                    R"("series":[{"name":"s","kind":"scatter","x":[1.0,2.0],"y":[0.5,null]}]})");
}

TEST(FigureJson, NumbersAreWrittenAsAsked) {
  Figure figure{.kind = FigureKind::heat, .x_log = true, .shade_label = "loss", .low_stands_out = true};
  figure.grid = {{1, 10}, {0, 1}, {3}};
  const Json json = to_json(figure, [](std::span<const double> numbers) { return Json(numbers.size()); });
  EXPECT_EQ(json["grid"], Json({{"x_edges", 2}, {"y_edges", 2}, {"cells", 1}}));
  EXPECT_TRUE(json["x"]["log"]);
  EXPECT_TRUE(json["low_stands_out"]);
}

}  // namespace
}  // namespace vernier
