#include <cmath>

#include "vernier/nn/metrics/support/ranking.hpp"

namespace vernier::nn {
namespace {

// The part of a query's relevant items that is among the first k; a group of equal scores across the border counts by
// the part of it that is inside.
class RecallAtKFunction {
 public:
  explicit RecallAtKFunction(const RankingOptions& options) : k_(options.k) {}
  static constexpr bool class_ids = false;
  double operator()(const float* relevance, const float* scores, Index items) {
    if (!ranking_.sort(relevance, scores, items)) return std::nan("");
    const std::span<const float> sorted = ranking_.relevance();
    const std::size_t top = k_ ? std::min(static_cast<std::size_t>(*k_), sorted.size()) : sorted.size();
    double found = 0.0;
    double all = 0.0;
    for (std::size_t first = 0; first < sorted.size();) {
      const std::size_t end = ranking_.group_end(first);
      double relevant = 0.0;
      for (std::size_t i = first; i < end; ++i) relevant += sorted[i] > 0.0F ? 1.0 : 0.0;
      const std::size_t inside = std::min(std::max(top, first), end) - first;
      found += relevant * static_cast<double>(inside) / static_cast<double>(end - first);
      all += relevant;
      first = end;
    }
    return all == 0.0 ? 0.0 : found / all;
  }

 private:
  std::optional<std::int64_t> k_;
  Ranking ranking_;
};

}  // namespace

const MetricInfo& metric_recall_at_k() {
  static const MetricInfo info{.name = "recall_at_k",
                               .summary = "part of the relevant items that is among the first k; a row is a query",
                               .cites = "Manning, Raghavan, Schutze 2008, chapter 8",
                               .options = option_table<RankingOptions>(),
                               .make = make_row_mean<RecallAtKFunction, RankingOptions>};
  return info;
}

}  // namespace vernier::nn
