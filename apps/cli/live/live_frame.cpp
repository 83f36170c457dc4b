#include "apps/cli/live/live_frame.hpp"

#include <algorithm>
#include <functional>

#include "apps/cli/live/live_panels.hpp"
#include "apps/cli/live/parallel_panel.hpp"

namespace vernier::cli {
namespace {

constexpr int endless = 10'000;  // a panel that takes what there is
constexpr int two_columns_from = 72;
constexpr int column_gap = 2;

struct Panel {
  PanelNeed need;
  std::function<Lines(PanelSize)> draw;
};

// Panels above one another.
Lines stacked(const std::vector<Panel>& panels, int width, int height) {
  std::vector<PanelNeed> needs;
  for (const Panel& panel : panels) needs.push_back(panel.need);
  const std::vector<int> shares = share_lines(needs, height);
  Lines lines;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (shares[i] == 0) continue;
    for (std::string& line : fit_lines(panels[i].draw({width, shares[i]}), width, shares[i]))
      lines.push_back(std::move(line));
  }
  return fit_lines(lines, width, height);
}

class Frame {
 public:
  Frame(const LiveState& state, double now, const TerminalStyle& style) : state_(state), now_(now), style_(style) {}

  Lines draw() const {
    const bool wide = style_.width >= two_columns_from;
    std::vector<Panel> panels{
        {{1, 1, 0}, [&](PanelSize size) { return Lines{title_line(state_, now_, size.width, style_)}; }},
        {{1, 1, 1}, [&](PanelSize size) { return Lines{progress_line(state_, now_, size.width, style_)}; }},
        best()};
    if (wide) {
      panels.push_back({{7, endless, 3}, [&](PanelSize size) {
                          const int left = (size.width - column_gap) * 3 / 5, right = size.width - column_gap - left;
                          std::vector<Panel> side{running(), importance()};
                          if (right >= 40) side.push_back(curves());
                          return beside(stacked({history(), parallel()}, left, size.height),
                                        stacked(side, right, size.height), column_gap);
                        }});
    } else {
      for (const Panel& panel : {running(), history(), importance(), parallel()}) panels.push_back(panel);
    }
    panels.push_back(messages());
    return stacked(panels, style_.width, style_.height);
  }

 private:
  Panel best() const {
    const int most = style_.height < 30 ? 3 : 6;
    const auto lines = static_cast<int>(best_panel(state_, {style_.width, most}, style_).size());
    return {{2, std::max(2, lines), 2}, [&](PanelSize size) { return best_panel(state_, size, style_); }};
  }
  Panel running() const {
    const int trials = std::max(1, static_cast<int>(state_.most_running));
    return {{2, 1 + trials, 3}, [&](PanelSize size) { return running_panel(state_, now_, size, style_); }};
  }
  Panel history() const {
    return {{9, endless, 5}, [&](PanelSize size) { return history_panel(state_, size, style_); }};
  }
  Panel parallel() const {
    return {{7, endless, 7}, [&](PanelSize size) { return parallel_panel(state_, size, style_); }};
  }
  Panel importance() const {
    const int bars = std::max(1, static_cast<int>(state_.importance.size()));
    return {{3, std::max(3, 1 + bars), 6}, [&](PanelSize size) { return importance_panel(state_, size, style_); }};
  }
  Panel curves() const {
    return {{9, endless, 8}, [&](PanelSize size) { return curves_panel(state_, size, style_); }};
  }
  Panel messages() const {
    const int most = 3 + std::max(0, style_.height - 30) / 5;
    return {{2, most, 4}, [&](PanelSize size) { return messages_panel(state_, size, style_); }};
  }

  const LiveState& state_;
  double now_;
  const TerminalStyle& style_;
};

}  // namespace

Lines draw_frame(const LiveState& state, double now, const TerminalStyle& style) {
  return Frame(state, now, style).draw();
}

}  // namespace vernier::cli
