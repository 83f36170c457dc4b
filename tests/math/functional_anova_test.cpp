#include "vernier/math/functional_anova.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vernier {
namespace {

/// 7 x 5 x 4 cells, the last axis of categories; the function has all interactions.
GridRows three_axes(std::size_t count) {
  GridRows rows;
  rows.axes = {{7, false}, {5, false}, {4, true}};
  Rng rng(3);
  std::vector<std::vector<std::uint8_t>> columns(3);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      columns[j].push_back(static_cast<std::uint8_t>(rng.below(static_cast<std::uint64_t>(rows.axes[j].cells))));
    }
    const double x = columns[0].back();
    const double y = columns[1].back();
    const int kind = columns[2].back();
    rows.values.push_back(std::sin(x) + (kind % 2 == 1 ? 0.4 * x * y : -y) + 0.3 * rng.normal());
  }
  for (const auto& column : columns) rows.cells.insert(rows.cells.end(), column.begin(), column.end());
  return rows;
}

double forest_value(const GridForest& forest, const std::vector<std::uint8_t>& cells) {
  double sum = 0;
  for (const GridTree& tree : forest.trees()) sum += tree.predict(forest.axes(), cells);
  return sum / static_cast<double>(forest.trees().size());
}

/// The forest at every cell, [x][y][kind], and its means by looking at all of them.
struct BruteForce {
  double table[7][5][4];
  double mean = 0;
  double variance = 0;

  explicit BruteForce(const GridForest& forest) {
    for (std::uint8_t x = 0; x < 7; ++x) {
      for (std::uint8_t y = 0; y < 5; ++y) {
        for (std::uint8_t kind = 0; kind < 4; ++kind) {
          table[x][y][kind] = forest_value(forest, {x, y, kind});
          mean += table[x][y][kind] / 140;
        }
      }
    }
    for (const auto& plane : table) {
      for (const auto& row : plane) {
        for (const double value : row) variance += (value - mean) * (value - mean) / 140;
      }
    }
  }
  [[nodiscard]] double main_x(std::size_t x) const {
    double sum = 0;
    for (const auto& row : table[x]) {
      for (const double value : row) sum += value / 20;
    }
    return sum - mean;
  }
  [[nodiscard]] double main_kind(std::size_t kind) const {
    double sum = 0;
    for (const auto& plane : table) {
      for (const auto& row : plane) sum += row[kind] / 35;
    }
    return sum - mean;
  }
  [[nodiscard]] double both(std::size_t x, std::size_t kind) const {
    double sum = 0;
    for (const auto& row : table[x]) sum += row[kind] / 5;
    return sum - mean - main_x(x) - main_kind(kind);
  }
};

TEST(FunctionalAnova, MarginalsAreTheMeansOverAllCells) {
  const GridRows rows = three_axes(300);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const GridForest forest(rows, {.trees = 5}, Rng(seed));
    const BruteForce exact(forest);
    const ForestEffects effects(forest);
    const GridEffect x = effects.main(0);
    const GridEffect kind = effects.main(2);
    const GridEffect both = effects.interaction(0, 2);
    for (std::size_t i = 0; i < 7; ++i) {
      EXPECT_NEAR(x.mean[i], exact.main_x(i), 1e-12);
      for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_NEAR(kind.mean[k], exact.main_kind(k), 1e-12);
        EXPECT_NEAR(both.mean[i * 4 + k], exact.both(i, k), 1e-12);
      }
    }
    double mean = 0;
    for (const double tree : effects.tree_means()) mean += tree / 5;
    EXPECT_NEAR(mean, exact.mean, 1e-12);
  }
}

TEST(FunctionalAnova, SharesAddUpToTheVarianceOfTheForest) {
  const GridForest forest(three_axes(300), {.trees = 5}, Rng(1));
  const BruteForce exact(forest);
  for (const std::size_t paired : {0U, 3U}) {
    const FunctionalAnova anova = analyse_variance(forest, paired, Rng(4));
    EXPECT_EQ(anova.pairs.size(), paired);
    EXPECT_NEAR(anova.total / exact.variance, 1, 0.01);
    for (const FunctionalAnova::Share& share : anova.axes) {
      double sum = 0;
      for (const double tree : share.trees) sum += tree;
      EXPECT_NEAR(sum / 5, share.variance, 1e-12);
    }
  }
  double kinds = 0;
  for (std::size_t k = 0; k < 4; ++k) kinds += exact.main_kind(k) * exact.main_kind(k) / 4;
  EXPECT_NEAR(analyse_variance(forest, 0, Rng(4)).axes[2].variance, kinds, 1e-12);
}

}  // namespace
}  // namespace vernier
