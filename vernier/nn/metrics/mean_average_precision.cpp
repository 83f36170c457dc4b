#include <cmath>

#include "vernier/nn/metrics/support/ranking.hpp"

namespace vernier::nn {
namespace {

// The mean, over a query's relevant items, of the precision at each one's rank; items of equal score are seen together.
class MeanAveragePrecisionFunction {
 public:
  static constexpr bool class_ids = false;
  double operator()(const float* relevance, const float* scores, Index items) {
    if (!ranking_.sort(relevance, scores, items)) return std::nan("");
    const std::span<const float> sorted = ranking_.relevance();
    double found = 0.0;
    double sum = 0.0;
    for (std::size_t first = 0; first < sorted.size();) {
      const std::size_t end = ranking_.group_end(first);
      double relevant = 0.0;
      for (std::size_t i = first; i < end; ++i) relevant += sorted[i] > 0.0F ? 1.0 : 0.0;
      found += relevant;
      sum += relevant * found / static_cast<double>(end);
      first = end;
    }
    return found == 0.0 ? 0.0 : sum / found;
  }

 private:
  Ranking ranking_;
};

}  // namespace

const MetricInfo& metric_mean_average_precision() {
  static const MetricInfo info{
      .name = "mean_average_precision",
      .summary = "precision at each relevant item's rank, averaged; a row is a query",
      .cites = "Manning, Raghavan, Schutze 2008, chapter 8; scikit-learn (average_precision_score)",
      .aliases = {"map"},
      .options = option_table<NoOptions>(),
      .make = make_row_mean<MeanAveragePrecisionFunction>};
  return info;
}

}  // namespace vernier::nn
