#pragma once
// The exact command of one trial.
#include <cstdint>
#include <filesystem>
#include <string>

#include "vernier/space/param.hpp"
#include "vernier/trial/record.hpp"
#include "vernier/workers/command.hpp"
#include "vernier/workers/placeholders.hpp"
#include "vernier/workers/program.hpp"

namespace vernier {

/// Which trial, and where it runs.
struct TrialPlace {
  std::string study;
  TrialNumber number = 0;
  std::uint64_t study_seed = 0;
  std::filesystem::path folder;  ///< its own, absolute
  std::string devices{};

  [[nodiscard]] std::filesystem::path params_file() const { return folder / "params.json"; }
  [[nodiscard]] std::filesystem::path checkpoints() const { return folder / "checkpoints"; }
  /// A number below 2^31 that depends on study and trial alone.
  [[nodiscard]] std::uint64_t seed() const;
};

/// The active parameters and everything of builtin_placeholders().
[[nodiscard]] PlaceholderValues placeholder_values(const Program& program, const ParamMap& params,
                                                   const TrialPlace& place);

/// Words, environment, folder and limits.
[[nodiscard]] Command trial_command(const Program& program, const ParamMap& params, const TrialPlace& place);

/// Where the program runs: in the trial's folder if it has copies there, else in its own.
[[nodiscard]] const std::filesystem::path& running_folder(const Program& program, const TrialPlace& place);

}  // namespace vernier
