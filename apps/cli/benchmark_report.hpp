#pragma once
// What `vernier benchmark` prints.
#include "apps/cli/console.hpp"
#include "vernier/benchmark/contest.hpp"

namespace vernier::cli {

/// Ranks, scores and curves in the terminal.
void print_contest(Console& console, const Contest& contest, const ContestResult& result);
/// {"trials","seeds","blocks","friedman_p","contenders":[{"sampler","pruner","rank","low","high"}],
/// "problems":[{"name","score","contenders":[{"mean","low","high","curve","seconds","trials"}]}]}
[[nodiscard]] Json contest_json(const Contest& contest, const ContestResult& result, const ContestOptions& options);

}  // namespace vernier::cli
