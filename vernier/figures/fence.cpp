#include "vernier/figures/fence.hpp"

#include <algorithm>

namespace vernier {

void fence_in(Figure& figure, std::vector<double> losses, Direction direction) {
  if (losses.size() < 8) return;
  std::sort(losses.begin(), losses.end());
  const double q1 = losses[losses.size() / 4], q3 = losses[losses.size() * 3 / 4];
  const double fence = q3 + 3 * (q3 - q1);
  const double worst = turned(*(std::upper_bound(losses.begin(), losses.end(), fence) - 1), direction);
  (direction == Direction::minimize ? figure.y_high : figure.y_low) = worst;
}

}  // namespace vernier
