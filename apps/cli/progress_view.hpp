#pragma once
// The progress of a search on stderr.
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "apps/cli/search_tally.hpp"
#include "vernier/figures/terminal_style.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/trial/record.hpp"

namespace vernier::cli {

struct ProgressOptions {
  SearchLimits limits{};
  Direction direction = Direction::minimize;  ///< of the first objective
  std::string step = "epochs";                ///< what a report's step counts
  bool quiet = false;
  TerminalStyle style{};  ///< of the stream
  bool terminal = false;  ///< a status line updated in place; else plain lines
  std::FILE* stream = stderr;
  /// Seconds since any moment; replaced by tests.
  std::function<double()> clock{};
};
/// Seconds of a clock that only goes forward.
[[nodiscard]] double steady_seconds();

/// On a terminal a status line is redrawn in place, at most ten times a second, and each finished trial leaves a line
/// above it; elsewhere there are plain lines, at most two a second besides improvements. Thread-safe.
class ProgressView {
 public:
  explicit ProgressView(ProgressOptions options);
  /// Takes the status line away.
  ~ProgressView();
  ProgressView(const ProgressView&) = delete;
  ProgressView& operator=(const ProgressView&) = delete;

  /// What the study held before this run.
  void begin(std::span<const TrialRecord> trials);
  void started(const TrialRecord& trial);
  void reported(const TrialRecord& trial, Decision decision);
  void ended(const TrialRecord& trial);
  /// A message above the status line, also where it is quiet.
  void say(std::string_view text);
  /// Writes nothing until release().
  void hold();
  void release();
  /// Draws the status line a last time as plain text and ends.
  void finish();

 private:
  [[nodiscard]] std::string trial_line(const TrialRecord& trial, bool improved) const;
  [[nodiscard]] std::string status_line() const;
  void write_line(const std::string& line);
  void redraw(bool now);
  void erase_status();

  ProgressOptions options_;
  mutable std::mutex mutex_;
  SearchTally tally_;
  std::map<TrialNumber, double> running_;  // the last step of each
  double last_draw_ = -1e9;
  double last_plain_ = -1e9;
  double last_trial_line_ = -1e9;
  std::int64_t unsaid_ = 0;  // finished trials since the last plain line
  bool drawn_ = false;
  bool held_ = false;
};

}  // namespace vernier::cli
