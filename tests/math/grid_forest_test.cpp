#include "vernier/math/grid_forest.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vernier {
namespace {

GridRows one_number(std::size_t count) {
  GridRows rows;
  rows.axes = {{64, false}};
  for (std::size_t i = 0; i < count; ++i) rows.cells.push_back(static_cast<std::uint8_t>(i % 64));
  return rows;
}

double mean_at(const GridForest& forest, std::vector<std::uint8_t> cells) {
  double sum = 0;
  for (const GridTree& tree : forest.trees()) sum += tree.predict(forest.axes(), cells);
  return sum / static_cast<double>(forest.trees().size());
}

TEST(GridForest, FollowsALineBetweenAndBeyondItsRows) {
  GridRows rows = one_number(200);
  for (std::size_t i = 0; i < 200; ++i) {
    rows.cells[i] = static_cast<std::uint8_t>(10 + 3 * (i % 15));
    rows.values.push_back(2 + 3 * rows.axes[0].middle(rows.cells[i]));
  }
  const GridForest forest(rows, {.stages = 1, .rate = 1, .leaf_share = 0.4, .border_halvings = 0, .slope_prior = 0},
                          Rng(1));
  for (const int cell : {5, 11, 30, 60}) {
    EXPECT_NEAR(mean_at(forest, {static_cast<std::uint8_t>(cell)}), 2 + 3 * rows.axes[0].middle(cell), 1e-9);
  }
}

// Categories 0 and 3 are good, 1 and 2 bad: no order of their indices tells them apart at one cut.
TEST(GridForest, SplitsCategoriesIntoSets) {
  GridRows rows;
  rows.axes = {{4, true}};
  for (int i = 0; i < 80; ++i) {
    rows.cells.push_back(static_cast<std::uint8_t>(i % 4));
    rows.values.push_back(i % 4 == 0 || i % 4 == 3 ? -1 : 1);
  }
  const GridForest forest(rows, {.trees = 3, .stages = 1, .rate = 1}, Rng(1));
  for (const std::uint8_t kind : std::vector<std::uint8_t>{0, 1, 2, 3})
    EXPECT_NEAR(mean_at(forest, {kind}), kind == 0 || kind == 3 ? -1 : 1, 1e-9);
  for (const GridTree& tree : forest.trees()) EXPECT_EQ(tree.leaves(), 2);
}

// The second number counts where the first is small, and has no value elsewhere.
TEST(GridForest, AMissingValueHasNoEffect) {
  GridRows rows;
  rows.axes = {{64, false}, {64, false}};
  Rng rng(2);
  std::vector<std::uint8_t> second;
  for (int i = 0; i < 600; ++i) {
    const auto first = static_cast<std::uint8_t>(rng.below(64));
    const auto drawn = static_cast<std::uint8_t>(rng.below(64));
    rows.cells.push_back(first);
    second.push_back(first < 32 ? drawn : GridRows::none);
    rows.values.push_back(first < 32 ? rows.axes[1].middle(drawn) : 5);
  }
  rows.cells.insert(rows.cells.end(), second.begin(), second.end());
  const GridForest forest(rows, {}, Rng(1));
  EXPECT_NEAR(mean_at(forest, {10, 60}) - mean_at(forest, {10, 4}), 56.0 / 64, 0.05);
  EXPECT_NEAR(mean_at(forest, {50, 60}) - mean_at(forest, {50, 4}), 0, 0.05);
}

TEST(GridForest, EachTreeSeesItsShareOfTheRows) {
  GridRows rows = one_number(100);
  rows.values.assign(100, 1);
  const GridForest forest(rows, {.trees = 4, .stages = 1, .rate = 1, .rows_share = 0.75}, Rng(1));
  std::set<std::vector<std::uint32_t>> unseen;
  for (const GridTree& tree : forest.trees()) {
    EXPECT_EQ(tree.outside().size(), 25);
    EXPECT_EQ(tree.leaves(), 1);
    unseen.insert(tree.outside());
  }
  EXPECT_EQ(unseen.size(), 4);
  EXPECT_EQ(mean_at(forest, {3}), 1);
  const GridForest capped(rows, {.trees = 1, .stages = 1, .most_rows = 30}, Rng(1));
  EXPECT_EQ(capped.trees()[0].outside().size(), 70);
}

TEST(GridForest, ASingleRowIsALeaf) {
  GridRows rows;
  rows.axes = {{64, false}};
  rows.cells = {7};
  rows.values = {2.5};
  EXPECT_EQ(mean_at(GridForest(rows, {.stages = 1, .rate = 1}, Rng(1)), {50}), 2.5);
}

}  // namespace
}  // namespace vernier
