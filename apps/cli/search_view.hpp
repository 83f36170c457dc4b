#pragma once
// What a person sees of a search: the live view or lines of progress.
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/console.hpp"
#include "apps/cli/live/live_view.hpp"
#include "apps/cli/progress_view.hpp"
#include "vernier/study/study.hpp"

namespace vernier::cli {

struct SearchViewOptions {
  SearchLimits limits{};
  std::vector<Objective> objectives{};
  std::string step = "epochs";  ///< what a report's step counts
  bool quiet = false;
  bool live = false;  ///< on the whole screen, where there is one
  bool json = false;  ///< stdout is for programs
  std::stop_token stop{};
};

/// Thread-safe. Its end restores the terminal.
class SearchView {
 public:
  /// Says in a sentence why there is no live view where one was asked for.
  SearchView(Console& console, SearchViewOptions options);

  void begin(const Study& study);
  void started(const TrialRecord& trial);
  void reported(const TrialRecord& trial, Decision decision);
  void ended(const TrialRecord& trial);
  /// The search is over: what follows is printed on the screen that was there before.
  void finish();

 private:
  void open_live(const Study& study, const std::vector<TrialRecord>& trials);

  SearchViewOptions options_;
  TerminalStyle style_;
  ProgressView progress_;
  std::unique_ptr<LiveView> live_;
};

}  // namespace vernier::cli
