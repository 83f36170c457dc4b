#pragma once
// A program that is not ours, as the `program:` block of an experiment describes it (docs/formats/program.md).
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/json.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// One place of a file that a trial changes in its copy.
struct Edit {
  std::string file;
  std::string find;   ///< a text, or
  std::string match;  ///< a regular expression (ECMAScript), tried on each line
  std::string put;    ///< what goes there: placeholders, and $1, $2, ... for groups of the expression
};

/// What one attempt at a trial may use; past it the program is ended and the trial has failed.
struct ProgramLimits {
  std::optional<double> seconds{};
  std::optional<double> cpu_seconds{};    ///< of each process
  std::optional<std::uint64_t> memory{};  ///< bytes of each process
  double grace = 10;                      ///< seconds between SIGTERM and SIGKILL
};

/// Which devices trials use side by side. `per_trial` is a whole number, or 1/2, 1/3, ... of a device.
struct Devices {
  std::vector<std::string> names{};
  double per_trial = 1;
};

struct Program {
  std::vector<std::string> command;  ///< words with placeholders
  std::vector<std::string> files{};  ///< copied into the trial's own folder, in which it then runs
  std::vector<Edit> edits{};         ///< each must match exactly once; their files are copied too
  Component reads = "last";          ///< a reader of vernier/workers/readers
  ProgramLimits limits{};
  Devices devices{};
  std::int64_t retry = 0;                ///< further attempts at a trial whose program failed
  std::vector<std::int64_t> retry_on{};  ///< exit statuses (128 + signal) that are worth one; empty: any
  std::filesystem::path folder{};        ///< where relative paths start, and where it runs without files and edits
  Json source{};                         ///< the block as it was written

  /// Whether trials run in folders of their own, with copies of files.
  [[nodiscard]] bool copies() const { return !files.empty() || !edits.empty(); }
};

/// Reads a `program:` block. Throws InvalidArgument that begins with `where`, for an unknown key with the nearest one.
[[nodiscard]] Program program_from_json(const Json& json, const std::filesystem::path& folder, std::string_view where);

/// What a placeholder may name besides parameters: params_file, checkpoint_dir, trial_dir, trial, seed, devices, study,
/// and folder, where the program's own files are.
[[nodiscard]] const std::vector<std::string>& builtin_placeholders();
/// VERNIER_PARAM_LEARNING_RATE: letters in upper case, everything else than letters and digits as one underscore.
[[nodiscard]] std::string environment_name(std::string_view parameter);

/// Finds what would go wrong in every trial: a command that is not there, placeholders that name nothing, parameters
/// that the environment could not tell apart, a reader that is wrong, a file that trials side by side would all write.
/// Throws InvalidArgument or NotFound.
void check_program(const Program& program, const SearchSpace& space, const std::vector<std::string>& objectives,
                   int jobs);

}  // namespace vernier
