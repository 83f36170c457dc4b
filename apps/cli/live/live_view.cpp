#include "apps/cli/live/live_view.hpp"

#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "apps/cli/live/live_frame.hpp"
#include "apps/cli/progress_view.hpp"

namespace vernier::cli {
namespace {

constexpr int look_milliseconds = 250;
constexpr double clock_period = 1;          // without news the times alone are drawn again
constexpr double rest_after_drawing = 150;  // times what it took: two thirds of a hundredth of a core
constexpr double rest_after_importance = 500;
constexpr double importance_period = 5;
constexpr std::int64_t fewest_for_importance = 10;

double thread_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec);
}

}  // namespace

LiveView::LiveView(LiveState state, LiveOptions options)
    : state_(std::move(state)), options_(std::move(options)), wake_(eventfd(0, EFD_CLOEXEC)) {
  if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  thread_ = std::thread([this] { run(); });
}

LiveView::~LiveView() {
  open_ = false;
  eventfd_write(wake_, 1);
  thread_.join();
  close(wake_);
}

void LiveView::post(std::function<void(LiveState&)> change) {
  if (!open_) return;
  const std::lock_guard lock(mutex_);
  changes_.push_back(std::move(change));
}

void LiveView::take_changes() {
  std::vector<std::function<void(LiveState&)>> changes;
  {
    const std::lock_guard lock(mutex_);
    changes.swap(changes_);
  }
  for (const auto& change : changes) change(state_);
  const bool stopping = options_.stop.stop_requested();
  changed_ = changed_ || !changes.empty() || stopping != state_.stopping;
  state_.stopping = stopping;
}

void LiveView::run() {
  bool left = false;
  {
    Screen screen;
    state_.keys = screen.has_keys();
    Screen::Size drawn{0, 0};
    while (open_) {
      take_changes();
      const double now = steady_seconds();
      const Screen::Size size = screen.size();
      const bool due = now >= next_draw_ + (changed_ ? 0 : clock_period);
      if (size != drawn || at_once_ || (due && !state_.frozen)) {
        if (size != drawn) screen.forget();
        drawn = size;
        options_.style.width = size.width;
        options_.style.height = size.height;
        judge_importance(now);
        draw(screen, now);
      }
      for (const char key : screen.wait_for_keys(look_milliseconds, wake_)) {
        left = left || key == 'q' || key == 'Q';
        handle(key, screen);
      }
      if (left) open_ = false;
    }
  }
  if (left) options_.on_left();
}

void LiveView::handle(char key, Screen& screen) {
  constexpr char control_l = 'L' - '@', control_z = 'Z' - '@';
  const bool pause = key == 'p' || key == 'P';
  if (pause) state_.frozen = !state_.frozen;
  if (key == control_l) screen.forget();
  if (key == control_z) screen.suspend();
  at_once_ = at_once_ || pause || key == control_l || key == control_z;
}

void LiveView::draw(Screen& screen, double now) {
  const double begin = thread_seconds();
  screen.show(draw_frame(state_, now, options_.style));
  const double rest = (thread_seconds() - begin) * rest_after_drawing;
  next_draw_ = now + std::max(rest, 1e-3 * look_milliseconds);
  changed_ = at_once_ = false;
}

void LiveView::judge_importance(double now) {
  const std::int64_t complete = state_.tally.complete;
  if (complete < fewest_for_importance || complete < judged_ + judged_ / 10 + 1 || now < next_importance_) return;
  const double begin = thread_seconds();
  state_.importance = options_.importance();
  judged_ = complete;
  next_importance_ = now + std::max((thread_seconds() - begin) * rest_after_importance, importance_period);
}

}  // namespace vernier::cli
