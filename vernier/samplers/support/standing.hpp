#pragma once
// The order of trials by how they ended.
#include <compare>

#include "vernier/trial/history.hpp"

namespace vernier {

/// How a trial ended, comparable: less is better. Complete trials by their loss; then pruned ones, the longest first
/// and by their last loss; then those that violate told constraints, by the sum of the violations; then failed ones.
struct Standing {
  enum class End { complete, pruned, infeasible, failed };
  End end = End::failed;
  double first = 0;
  double second = 0;
  [[nodiscard]] friend auto operator<=>(const Standing&, const Standing&) = default;
};

/// By the first objective where there are several. A value that is not finite counts as failed.
[[nodiscard]] Standing standing_of(const History& history, const TrialRecord& record);
/// The sum of the told constraints that are violated; infinite where one is not a number.
[[nodiscard]] double violation_of(const TrialRecord& record);
/// Whether there are as many values as objectives, all finite.
[[nodiscard]] bool usable_values(const History& history, const std::vector<double>& values);

}  // namespace vernier
