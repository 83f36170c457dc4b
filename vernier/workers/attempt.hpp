#pragma once
// One run of a program: its output is logged and read, its results are passed on, its limits kept.
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/pruners/pruner.hpp"
#include "vernier/workers/command.hpp"
#include "vernier/workers/launcher.hpp"
#include "vernier/workers/line_protocol.hpp"
#include "vernier/workers/program.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier {

struct AttemptPlan {
  Command command;
  ProgramLimits limits;
  std::vector<std::string> objectives;  ///< names, for lines of the protocol
  std::filesystem::path out_log;
  std::filesystem::path err_log;
};

struct AttemptHooks {
  /// Called with each report; where it gives no keep, the program is asked to end.
  std::function<Decision(const ReportRead&)> report;
  std::stop_token stop{};  ///< the program is asked to end
};

struct AttemptEnd {
  enum class Cause {
    itself,       ///< it came to its end
    decision,     ///< a report's
    interrupted,  ///< by the stop token
    time_limit,
    bad_output  ///< what it said could not be understood; see `why`
  } cause = Cause::itself;
  ExitStatus status;
  std::optional<ProtocolLine::Told> told{};     ///< by its own word
  std::optional<std::vector<double>> result{};  ///< found by the reader
  std::string why{};
  std::string last_words{};  ///< the last line of standard error
};

/// Runs until nothing of the program is left. Asked to end, it gets SIGTERM, and after the grace SIGKILL; so does its
/// whole group. Throws what Launcher::start and the report hook throw; the program is killed then.
[[nodiscard]] AttemptEnd run_attempt(Launcher& launcher, const AttemptPlan& plan, ResultReader& reader,
                                     const AttemptHooks& hooks);

}  // namespace vernier
