#include "apps/cli/live/live_layout.hpp"

#include <algorithm>
#include <numeric>

#include "vernier/figures/display_text.hpp"

namespace vernier::cli {

std::vector<int> share_lines(std::span<const PanelNeed> panels, int lines) {
  std::vector<std::size_t> order(panels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return panels[a].rank < panels[b].rank; });
  std::vector<int> shares(panels.size(), 0);
  int left = lines;
  for (const std::size_t i : order) {
    if (panels[i].least > left) continue;
    shares[i] = panels[i].least;
    left -= panels[i].least;
  }
  for (bool given = true; given && left > 0;) {
    given = false;
    for (std::size_t i = 0; i < panels.size() && left > 0; ++i) {
      if (shares[i] == 0 || shares[i] >= panels[i].wanted) continue;
      ++shares[i];
      --left;
      given = true;
    }
  }
  return shares;
}

Lines fit_lines(const Lines& lines, int width, int height) {
  Lines fitted;
  for (int i = 0; i < height; ++i) {
    const auto at = static_cast<std::size_t>(i);
    fitted.push_back(fit_inked(at < lines.size() ? lines[at] : std::string(), width));
  }
  return fitted;
}

Lines beside(const Lines& left, const Lines& right, int gap) {
  Lines lines;
  for (std::size_t i = 0; i < left.size(); ++i) {
    lines.push_back(left[i] + std::string(static_cast<std::size_t>(gap), ' ') + right[i]);
  }
  return lines;
}

}  // namespace vernier::cli
