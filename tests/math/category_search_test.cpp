#include "vernier/math/category_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace vernier {
namespace {

TEST(CategorySearch, DrawsByItsProbabilities) {
  const CategorySearch search({{0.7, 0.2, 0.1}}, 0.05);
  Rng rng(1);
  std::vector<int> counts(3);
  for (int i = 0; i < 20000; ++i) ++counts[search.sample(rng)[0]];
  EXPECT_NEAR(counts[0], 14000, 300);
  EXPECT_NEAR(counts[2], 2000, 200);
}

TEST(CategorySearch, FindsTheBestCategoriesAndKeepsTheMargin) {
  CategorySearch search({{0.25, 0.25, 0.25, 0.25}, {0.5, 0.5}}, 0.1);
  Rng rng(2);
  const auto wrong = [](const std::vector<std::size_t>& choice) { return (choice[0] != 3) + (choice[1] != 0); };
  for (int generation = 0; generation < 200; ++generation) {
    std::vector<std::vector<std::size_t>> drawn;
    for (int i = 0; i < 8; ++i) drawn.push_back(search.sample(rng));
    std::stable_sort(drawn.begin(), drawn.end(), [&](const auto& a, const auto& b) { return wrong(a) < wrong(b); });
    std::vector<CategorySearch::Choices> parents;
    for (std::size_t i = 0; i < 4; ++i) parents.push_back({drawn[i][0], drawn[i][1]});
    search.update(parents, std::vector<double>{0.4, 0.3, 0.2, 0.1});
    for (const auto& share : search.probabilities()) {
      EXPECT_NEAR(std::accumulate(share.begin(), share.end(), 0.0), 1, 1e-12);
      const double least = 0.1 / static_cast<double>(share.size() - 1);
      EXPECT_GE(*std::min_element(share.begin(), share.end()), least - 1e-12);
    }
  }
  EXPECT_GT(search.probabilities()[0][3], 0.8);
  EXPECT_GT(search.probabilities()[1][0], 0.8);
}

TEST(CategorySearch, AVariableWithoutAPartStays) {
  CategorySearch search({{0.5, 0.5}, {0.5, 0.5}}, 0.1);
  search.update(std::vector<CategorySearch::Choices>{{std::size_t{0}, std::nullopt}}, std::vector<double>{1.0});
  EXPECT_GT(search.probabilities()[0][0], 0.5);
  EXPECT_EQ(search.probabilities()[1], (std::vector<double>{0.5, 0.5}));
}

}  // namespace
}  // namespace vernier
