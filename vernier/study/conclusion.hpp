#pragma once
// How an assignment ends.
#include <cstddef>
#include <string>
#include <vector>

#include "vernier/study/trial.hpp"

namespace vernier {

struct Conclusion {
  TrialState state = TrialState::complete;
  std::vector<double> values{};
  std::vector<double> constraints{};
  std::string why{};
  std::optional<double> cost{};
};

/// From what the objective said, the pruner's last word and the reports: a trial that diverged, or whose value is not
/// finite, is failed; one that the pruner stopped is pruned and keeps its value; one that it paused is paused. Throws
/// InvalidArgument when the outcome has not one value per objective, or a cost that is not above 0.
[[nodiscard]] Conclusion conclude(const Outcome& outcome, Decision decision, const TrialRecord& record,
                                  std::size_t objectives);

/// Whether every value is finite.
[[nodiscard]] bool all_finite(const std::vector<double>& values);

}  // namespace vernier
