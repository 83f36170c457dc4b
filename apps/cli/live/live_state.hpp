#pragma once
// What the live view shows: plain values, changed by the events of a search.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/search_tally.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/record.hpp"

namespace vernier::cli {

struct RunningTrial {
  TrialRecord trial;
  double since = 0;
};

struct LiveMessage {
  double at = 0;              ///< seconds since the run began
  std::string text;           ///< escaped when drawn
  std::int64_t failures = 0;  ///< trials that failed for `reason`, one after the other; 0: something else is said
  std::string reason{};
};

/// A value type. Times are seconds since any moment.
struct LiveState {
  static constexpr std::size_t most_messages = 50;

  std::string study;
  std::string methods;                    ///< of sampling and pruning, for people
  std::vector<Objective> objectives{};    ///< at least one
  std::vector<std::string> parameters{};  ///< in their declared order; others follow by name
  std::string step = "step";              ///< what a report's step counts
  SearchTally tally;
  bool stopping = false;  ///< asked to end
  bool frozen = false;    ///< is not drawn until the user says so
  bool keys = true;       ///< somebody could press one

  /// Every ended trial, by number, of its reports the last alone; a paused one until it is resumed.
  std::vector<TrialRecord> ended{};
  std::map<TrialNumber, RunningTrial> running{};
  std::size_t most_running = 0;  ///< at one time: their panel stays as large
  /// The best by the first objective, with all its reports.
  std::optional<TrialRecord> best{};
  std::vector<Importance> importance{};
  std::vector<LiveMessage> messages{};

  void found(const TrialRecord& trial);
  void started(const TrialRecord& trial, double now);
  void reported(TrialNumber trial, const Report& report);
  void end(const TrialRecord& trial, double now);
  void say(std::string_view text, double now);

 private:
  void keep(const TrialRecord& trial);
  void add_message(LiveMessage message);
  // Trials that fail one after the other for one reason take one line.
  void add_failure(const TrialRecord& trial, double at);
};

/// With several objectives: the trials that no other dominates, the best by the first objective first.
[[nodiscard]] std::vector<const TrialRecord*> front_of(const LiveState& state);

/// The names of these parameters: the most important first, then as declared, then by name.
[[nodiscard]] std::vector<std::string> names_in_order(const LiveState& state, const ParamMap& params);
/// What follows the last dot of a name: "learning_rate" of "optimizer.learning_rate".
[[nodiscard]] std::string last_part(const std::string& name);

}  // namespace vernier::cli
