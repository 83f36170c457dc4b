#include "vernier/math/random_forest.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vernier {
namespace {

constexpr Axis number{};
constexpr Axis four_categories{Axis::Kind::category, 4};

struct ForestData {
  std::vector<std::vector<float>> rows;
  std::vector<double> values;
  [[nodiscard]] RandomForest fit(const std::vector<Axis>& axes, ForestOptions options = {}) const {
    std::vector<std::span<const float>> spans(rows.begin(), rows.end());
    return {axes, spans, values, options, Rng(5).split("forest")};
  }
};

TEST(RandomForest, FindsTheStepOfAStepFunction) {
  ForestData data;
  for (int i = 0; i < 200; ++i) {
    const float x = (static_cast<float>(i) + 0.5F) / 200;
    data.rows.push_back({x, static_cast<float>((7 * i) % 10) / 10});
    data.values.push_back(x < 0.3F ? 1 : 5);
  }
  const RandomForest forest = data.fit({number, number});
  for (const float other : {0.1F, 0.9F}) {
    EXPECT_NEAR(forest.predict(std::vector<float>{0.2F, other}).mean, 1, 1e-9);
    EXPECT_NEAR(forest.predict(std::vector<float>{0.5F, other}).mean, 5, 1e-9);
  }
}

// Categories 0 and 3 are good, 1 and 2 bad: no order of their indices tells them apart at one cut.
TEST(RandomForest, SplitsCategoriesIntoSets) {
  ForestData data;
  for (int i = 0; i < 80; ++i) {
    data.rows.push_back({static_cast<float>(i % 4)});
    data.values.push_back(i % 4 == 0 || i % 4 == 3 ? -1 : 1);
  }
  const RandomForest forest = data.fit({four_categories}, {.trees = 1, .axes_share = 1, .least_split = 2});
  for (const int kind : {0, 1, 2, 3}) {
    EXPECT_EQ(forest.predict(std::vector<float>{static_cast<float>(kind)}).mean, kind == 0 || kind == 3 ? -1 : 1);
  }
}

TEST(RandomForest, AMissingValueIsAValueOfItsOwn) {
  ForestData data;
  for (int i = 0; i < 90; ++i) {
    const bool missing = i % 3 == 0;
    data.rows.push_back({missing ? Axis::missing : static_cast<float>(i) / 90, missing ? Axis::missing : 2.0F});
    data.values.push_back(missing ? 4 : 0);
  }
  for (const std::vector<Axis>& axes : {std::vector<Axis>{number, number}, {number, four_categories}}) {
    const RandomForest forest = data.fit(axes);
    EXPECT_NEAR(forest.predict(std::vector<float>{Axis::missing, Axis::missing}).mean, 4, 1e-9);
    EXPECT_NEAR(forest.predict(std::vector<float>{0.0F, 2}).mean, 0, 1e-9);
  }
}

// Small leaves follow the noise, so that less than all of it is left within them.
TEST(RandomForest, TheVarianceGrowsWithTheNoise) {
  const auto mean_variance = [](double noise) {
    ForestData data;
    Rng rng(8);
    for (int i = 0; i < 400; ++i) {
      data.rows.push_back({static_cast<float>(rng.uniform())});
      data.values.push_back(data.rows.back()[0] + noise * rng.normal());
    }
    const RandomForest forest = data.fit({number});
    double sum = 0;
    for (int i = 0; i < 100; ++i) sum += forest.predict(std::vector<float>{static_cast<float>(i) / 100}).variance / 100;
    return sum;
  };
  EXPECT_LT(mean_variance(0), 1e-3);
  EXPECT_GT(mean_variance(2), 1.5);
  EXPECT_LT(mean_variance(2), 5);
}

TEST(RandomForest, EqualValuesAndASingleRowAreLeaves) {
  ForestData data{{{0.1F}, {0.7F}, {0.9F}}, {2, 2, 2}};
  EXPECT_EQ(data.fit({number}).predict(std::vector<float>{0.5F}).mean, 2);
  EXPECT_EQ(data.fit({number}).predict(std::vector<float>{0.5F}).variance, 0);
  const ForestData one{{{0.1F}}, {7}};
  EXPECT_EQ(one.fit({number}).predict(std::vector<float>{0.9F}).mean, 7);
}

}  // namespace
}  // namespace vernier
