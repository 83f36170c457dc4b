#pragma once
// Metrics of rankings. A row is a query: targets are the relevance of each item, 0 for none, predictions are the scores
// that the items are ranked by. The result is the mean over the queries; one without a relevant item scores 0, as in
// scikit-learn.
#include <vector>

#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {

/// Options of a ranking metric that looks at its top.
struct RankingOptions {
  std::optional<std::int64_t> k{};
  static void describe(OptionFields<RankingOptions>& field) {
    field("k", &RankingOptions::k, "how many of the first items count; null for all").at_least(1);
  }
};

/// The items of a query, the highest score first. Keeps its memory from query to query.
class Ranking {
 public:
  /// False when a score is NaN: then there is no order. Throws BadData for a relevance below 0 or NaN.
  bool sort(const float* relevance, const float* scores, Index items);
  /// The relevance of the items from the highest score to the lowest.
  [[nodiscard]] std::span<const float> relevance() const { return relevance_; }
  /// The end of the group of equal scores that begins at `first`.
  [[nodiscard]] std::size_t group_end(std::size_t first) const;

 private:
  std::vector<Index> order_;
  std::vector<float> scores_;
  std::vector<float> relevance_;
};

}  // namespace vernier::nn
