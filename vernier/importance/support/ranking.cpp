#include "vernier/importance/support/ranking.hpp"

#include <algorithm>

namespace vernier {

std::vector<Importance> ranked(std::vector<Importance> importances) {
  std::stable_sort(importances.begin(), importances.end(),
                   [](const Importance& a, const Importance& b) { return a.importance > b.importance; });
  return importances;
}

std::vector<Importance> ranked_shares(std::vector<Importance> amounts) {
  double sum = 0;
  for (const Importance& one : amounts) sum += one.importance;
  if (sum > 0) {
    for (Importance& one : amounts) one.importance /= sum;
  }
  return ranked(std::move(amounts));
}

}  // namespace vernier
