#include "vernier/trial/lineage.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"

namespace vernier {

std::vector<LineageStage> lineage(std::span<const TrialRecord> trials, TrialNumber trial) {
  std::vector<LineageStage> stages;
  std::optional<double> to;
  for (std::optional<TrialNumber> next = trial; next;) {
    const auto record =
        std::find_if(trials.begin(), trials.end(), [&](const auto& one) { return one.number == *next; });
    if (record == trials.end()) throw NotFound(fmt::format("there is no trial {}", *next));
    const double from = record->clone_step.value_or(0);
    stages.push_back({record->number, from, to.value_or(record->last_step().value_or(from))});
    to = from;
    next = record->clone_step ? record->clone_of : std::nullopt;
  }
  std::reverse(stages.begin(), stages.end());
  return stages;
}

}  // namespace vernier
