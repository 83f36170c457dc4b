#include <cmath>

#include "vernier/nn/metrics/support/ranking.hpp"

namespace vernier::nn {
namespace {

// The sum of relevance / log2(rank + 1) over the first k ranks, over the same sum in the best order. Items of equal
// score share the mean of their ranks' discounts.
class NdcgAtKFunction {
 public:
  explicit NdcgAtKFunction(const RankingOptions& options) : k_(options.k) {}
  static constexpr bool class_ids = false;
  double operator()(const float* relevance, const float* scores, Index items) {
    if (!ranking_.sort(relevance, scores, items)) return std::nan("");
    const double gained = gain();
    ranking_.sort(relevance, relevance, items);
    const double best = gain();
    return best == 0.0 ? 0.0 : gained / best;
  }

 private:
  [[nodiscard]] double gain() const {
    const std::span<const float> relevance = ranking_.relevance();
    const std::size_t top = k_ ? std::min(static_cast<std::size_t>(*k_), relevance.size()) : relevance.size();
    double sum = 0.0;
    for (std::size_t first = 0; first < top;) {
      const std::size_t end = ranking_.group_end(first);
      double total = 0.0;
      double discounts = 0.0;
      for (std::size_t i = first; i < end; ++i) {
        total += relevance[i];
        if (i < top) discounts += 1.0 / std::log2(static_cast<double>(i) + 2.0);
      }
      sum += total / static_cast<double>(end - first) * discounts;
      first = end;
    }
    return sum;
  }

  std::optional<std::int64_t> k_;
  Ranking ranking_;
};

}  // namespace

const MetricInfo& metric_ndcg_at_k() {
  static const MetricInfo info{
      .name = "ndcg_at_k",
      .summary = "discounted gain of the first k items over the best possible; a row is a query",
      .cites = "Jarvelin, Kekalainen 2002; scikit-learn (ndcg_score)",
      .options = option_table<RankingOptions>(),
      .make = make_row_mean<NdcgAtKFunction, RankingOptions>};
  return info;
}

}  // namespace vernier::nn
