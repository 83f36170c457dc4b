#pragma once
// What the two metrics of the k largest predictions share.
#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {

struct TopKOptions {
  std::int64_t k = 5;
  static void describe(OptionFields<TopKOptions>& field) {
    field("k", &TopKOptions::k, "how many of the largest predictions count").at_least(1);
  }
};

/// 1 where fewer than k predictions are larger than that of the right class. `ids`: targets are class ids, else
/// one-hot.
template <bool ids>
class TopKFunction {
 public:
  explicit TopKFunction(const TopKOptions& options) : k_(options.k) {}
  static constexpr bool class_ids = ids;
  double operator()(const float* y, const float* p, Index columns) const {
    const float right = p[ids ? class_index(*y, columns) : arg_max(y, columns)];
    Index larger = 0;
    for (Index c = 0; c < columns; ++c) larger += p[c] <= right ? 0 : 1;  // NaN counts as larger
    return larger < k_ ? 1.0 : 0.0;
  }

 private:
  Index k_;
};

}  // namespace vernier::nn
