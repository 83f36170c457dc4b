#pragma once
// A program of the user's as the problem of `vernier benchmark`.
#include "apps/cli/program_options.hpp"
#include "vernier/benchmark/contest.hpp"

namespace vernier::cli {

/// Every run in a folder of its own, which is removed afterwards. Throws what the program's experiment throws, and
/// InvalidArgument for several objectives.
[[nodiscard]] Contest hold_program_contest(const ProgramOptions& options, const CLI::App& app,
                                           const std::vector<Contender>& contenders, ContestOptions contest);

}  // namespace vernier::cli
