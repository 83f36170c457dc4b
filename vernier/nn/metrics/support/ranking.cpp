#include "vernier/nn/metrics/support/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

bool Ranking::sort(const float* relevance, const float* scores, Index items) {
  const auto count = static_cast<std::size_t>(items);
  order_.resize(count);
  scores_.resize(count);
  relevance_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!(relevance[i] >= 0.0F)) {
      throw BadData(fmt::format("the relevance {} in the targets", format_number(relevance[i])),
                    "numbers of at least 0, one for each item");
    }
    if (std::isnan(scores[i])) return false;
  }
  std::iota(order_.begin(), order_.end(), Index{0});
  std::sort(order_.begin(), order_.end(), [&](Index a, Index b) { return scores[a] > scores[b]; });
  for (std::size_t i = 0; i < count; ++i) {
    scores_[i] = scores[order_[i]];
    relevance_[i] = relevance[order_[i]];
  }
  return true;
}

std::size_t Ranking::group_end(std::size_t first) const {
  std::size_t end = first + 1;
  while (end < scores_.size() && scores_[end] == scores_[first]) ++end;
  return end;
}

}  // namespace vernier::nn
