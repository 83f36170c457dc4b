#include "vernier/figures/effects_figures.hpp"

#include <gmock/gmock.h>

namespace vernier {
namespace {

using testing::ElementsAre;

EffectAxis rate_axis() { return {"rate", true, true, {0.001, 0.01, 0.1}, {1, 2, 3}}; }
EffectAxis kind_axis() { return {"kind", false, false, {std::string("adam"), std::string("sgd")}, {4, 2}}; }

TEST(EffectsFigures, DrawLogarithmsWithTheirValuesAsTicks) {
  const Figure figure = partial_dependence_figure({rate_axis(), {1, 2, 3}, {0, 1, 2}, {2, 3, 4}}, "loss");
  EXPECT_EQ(figure.kind, FigureKind::line);
  ASSERT_EQ(figure.series.size(), 3);
  EXPECT_THAT(figure.series[0].x, ElementsAre(-3, -2, -1));
  EXPECT_THAT(figure.series[0].y, ElementsAre(1, 2, 3));
  EXPECT_THAT(figure.series[2].y, ElementsAre(2, 3, 4));
  ASSERT_EQ(figure.x_ticks.size(), 3);
  EXPECT_EQ(figure.x_ticks[0].label, "0.001");
  EXPECT_EQ(figure.y_label, "loss");
}

TEST(EffectsFigures, CategoriesArePoints) {
  const Figure figure = partial_dependence_figure({kind_axis(), {1, 2}, {1, 2}, {1, 2}}, "loss");
  EXPECT_EQ(figure.kind, FigureKind::scatter);
  EXPECT_EQ(figure.x_ticks[1].label, "sgd");
}

TEST(EffectsFigures, AnInteractionIsALineForEachLevelOfTheSecond) {
  const InteractionEffect effect{rate_axis(), kind_axis(), {1, 2, 3, 4, 5, 6}, {}, {}};
  const Figure figure = interaction_figure(effect, "loss");
  ASSERT_EQ(figure.series.size(), 2);
  EXPECT_EQ(figure.series[1].name, "kind=sgd");
  EXPECT_THAT(figure.series[1].y, ElementsAre(2, 4, 6));
  const TextTable table = interaction_table(effect);
  EXPECT_EQ(table.columns[2].title, "sgd");
  EXPECT_THAT(table.rows[2], ElementsAre("0.1", "5", "6"));
}

// Of many levels a few are drawn, the first and the last among them.
TEST(EffectsFigures, ManyLevelsAreThinned) {
  EffectAxis size{"size", true, false, {}, std::vector<int>(64, 1)};
  for (std::int64_t k = 0; k < 64; ++k) size.values.emplace_back(k);
  InteractionEffect effect{size, size, std::vector<double>(64 * 64), {}, {}};
  for (std::size_t k = 0; k < effect.mean.size(); ++k) effect.mean[k] = static_cast<double>(k % 64);
  const Figure figure = interaction_figure(effect, "loss");
  ASSERT_EQ(figure.series.size(), 4);
  EXPECT_EQ(figure.series[0].name, "size=0");
  EXPECT_EQ(figure.series[3].name, "size=63");
  EXPECT_EQ(figure.series[3].y[5], 63);
  EXPECT_TRUE(figure.x_ticks.empty());
  EXPECT_EQ(interaction_table(effect).rows.size(), 8);
}

}  // namespace
}  // namespace vernier
