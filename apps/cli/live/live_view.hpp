#pragma once
// The picture of a search on the whole screen, while it runs.
#include <atomic>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "apps/cli/live/live_state.hpp"
#include "apps/cli/live/screen.hpp"
#include "vernier/figures/terminal_style.hpp"

namespace vernier::cli {

struct LiveOptions {
  TerminalStyle style;  ///< its size is asked for again at every look
  std::stop_token stop;
  /// Called now and then on the view's thread; empty where nothing can be said yet.
  std::function<std::vector<Importance>()> importance;
  /// Called on the view's thread once the user has left the view.
  std::function<void()> on_left;
};

/// Draws on a thread of its own, four times a second at most and so seldom that it takes less than a hundredth of a
/// core. Keys: q leaves, p pauses the drawing, Ctrl-L draws all again, Ctrl-Z stops the program.
class LiveView {
 public:
  LiveView(LiveState state, LiveOptions options);
  /// Leaves the screen.
  ~LiveView();
  LiveView(const LiveView&) = delete;
  LiveView& operator=(const LiveView&) = delete;

  /// Something has happened: takes no longer than to note it down. Thread-safe.
  void post(std::function<void(LiveState&)> change);

 private:
  void run();
  void handle(char key, Screen& screen);
  void take_changes();
  void judge_importance(double now);
  void draw(Screen& screen, double now);

  LiveState state_;  // of the view's thread
  LiveOptions options_;
  std::mutex mutex_;
  std::vector<std::function<void(LiveState&)>> changes_;
  std::atomic<bool> open_{true};
  int wake_;              // readable at the end
  bool changed_ = true;   // something to draw, when it is due
  bool at_once_ = false;  // a key was pressed: due now
  double next_draw_ = 0;
  double next_importance_ = 0;
  std::int64_t judged_ = 0;  // complete trials
  std::thread thread_;
};

}  // namespace vernier::cli
