#include "apps/cli/progress_view.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/core.h>

#include "vernier/figures/display_text.hpp"
#include "vernier/figures/study_tables.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier::cli {
namespace {

constexpr int plain_params_width = 60;
constexpr double redraw_period = 0.1;
constexpr double plain_period = 0.5;
constexpr double trial_line_period = 0.05;

ProgressOptions with_clock(ProgressOptions options) {
  if (!options.clock) options.clock = &steady_seconds;
  return options;
}

}  // namespace

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ProgressView::ProgressView(ProgressOptions options)
    : options_(with_clock(std::move(options))), tally_(options_.limits, options_.direction, options_.clock()) {}

ProgressView::~ProgressView() {
  const std::lock_guard lock(mutex_);
  erase_status();
}

void ProgressView::begin(std::span<const TrialRecord> trials) {
  const std::lock_guard lock(mutex_);
  for (const TrialRecord& trial : trials) tally_.found(trial);
  redraw(true);
}

void ProgressView::started(const TrialRecord& trial) {
  const std::lock_guard lock(mutex_);
  tally_.started(trial);
  running_[trial.number] = trial.last_step().value_or(0);
  redraw(false);
}

void ProgressView::reported(const TrialRecord& trial, Decision) {
  const std::lock_guard lock(mutex_);
  running_[trial.number] = trial.last_step().value_or(0);
  redraw(false);
}

void ProgressView::ended(const TrialRecord& trial) {
  const std::lock_guard lock(mutex_);
  running_.erase(trial.number);
  const bool improved = tally_.ended(trial);
  if (options_.quiet || held_) return;
  const double now = options_.clock();
  if (options_.terminal) {
    if (improved || now - last_trial_line_ >= trial_line_period) {
      last_trial_line_ = now;
      write_line(trial_line(trial, improved));
    }
    redraw(false);
  } else {
    ++unsaid_;
    if (!improved && now - last_plain_ < plain_period) return;
    last_plain_ = now;
    const std::string others = unsaid_ > 1 ? fmt::format("  (+{} more)", unsaid_ - 1) : "";
    unsaid_ = 0;
    write_line(fmt::format("{}  [{}]{}", trial_line(trial, improved), status_line(), others));
  }
}

std::string ProgressView::trial_line(const TrialRecord& trial, bool improved) const {
  const TerminalStyle& style = options_.style;
  std::string outcome;
  switch (trial.state) {
    case TrialState::complete:
      outcome = trial.values.empty() ? "complete" : table_number(trial.values.front());
      outcome = improved ? inked(outcome + (style.unicode ? " ★" : " *"), Ink::green, style) : outcome;
      break;
    case TrialState::failed: outcome = inked("failed: " + escape_text(trial.why), Ink::red, style); break;
    default:
      outcome = std::string(to_string(trial.state));
      if (const auto step = trial.last_step()) outcome += fmt::format(" at {} {}", options_.step, table_number(*step));
      outcome = inked(outcome, Ink::faint, style);
  }
  std::string line = fmt::format("trial {:<4} {}", trial.number, outcome);
  const std::string tail = trial.seconds > 0 ? "  " + table_duration(trial.seconds) : "";
  // Colour codes take no columns: the room for parameters is measured without them.
  const int shown = display_width(line) - (style.color ? static_cast<int>(line.size() - line.find('\x1b')) : 0);
  const int room =
      options_.terminal ? style.width - 1 - std::max(24, shown) - display_width(tail) - 2 : plain_params_width;
  if (trial.state != TrialState::failed && room >= 12) {
    line += "  " +
            inked(cut_text(escape_text(params_line(trial.params)), room, style.unicode ? "…" : "~"), Ink::faint, style);
  }
  return line + tail;
}

std::string ProgressView::status_line() const {
  const std::int64_t done = tally_.done();
  const double now = options_.clock();
  std::string line;
  if (tally_.trials()) {
    if (options_.terminal) {
      const double share = static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, *tally_.trials()));
      line += progress_bar(share, options_.style.width < 110 ? 8 : 20, options_.style.unicode) + ' ';
    }
    line += fmt::format("{}/{} trials", done, *tally_.trials());
  } else {
    line += fmt::format("{} trials", done);
  }
  if (!running_.empty()) {
    line += fmt::format(", {} running", running_.size());
    const double step = std::max_element(running_.begin(), running_.end(), [](const auto& a, const auto& b) {
                          return a.second < b.second;
                        })->second;
    if (options_.terminal && step > 0) line += fmt::format(" ({} {})", options_.step, table_number(step));
  }
  if (tally_.pruned > 0) line += fmt::format(", {} pruned", tally_.pruned);
  if (tally_.paused > 0) line += fmt::format(", {} paused", tally_.paused);
  if (tally_.failed > 0) line += fmt::format(", {} failed", tally_.failed);
  if (const auto best = tally_.best()) line += fmt::format(", best {}", table_number(*best));
  for (const std::string& part : {tally_.pace(now), tally_.time_left(now)}) {
    if (!part.empty()) line += ", " + part;
  }
  return line;
}

void ProgressView::erase_status() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", options_.stream);
  std::fflush(options_.stream);
  drawn_ = false;
}

void ProgressView::write_line(const std::string& line) {
  const std::string erase = drawn_ ? "\r\x1b[K" : "";
  drawn_ = false;
  last_draw_ = -1e9;  // the status line is due again
  std::fputs((erase + line + '\n').c_str(), options_.stream);
}

void ProgressView::redraw(bool now) {
  if (options_.quiet || held_ || !options_.terminal) return;
  const double time = options_.clock();
  if (!now && time - last_draw_ < redraw_period) return;
  last_draw_ = time;
  const std::string line = cut_text(status_line(), options_.style.width - 1, options_.style.unicode ? "…" : "~");
  std::fputs(("\r" + line + "\x1b[K").c_str(), options_.stream);
  std::fflush(options_.stream);
  drawn_ = true;
}

void ProgressView::say(std::string_view text) {
  const std::lock_guard lock(mutex_);
  write_line(fmt::format("vernier: {}", escape_text(text)));
  redraw(true);
}

void ProgressView::hold() {
  const std::lock_guard lock(mutex_);
  erase_status();
  held_ = true;
}

void ProgressView::release() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  redraw(true);
}

void ProgressView::finish() {
  const std::lock_guard lock(mutex_);
  erase_status();
  if (!options_.quiet) write_line(status_line());
}

}  // namespace vernier::cli
