#include "vernier/samplers/support/standing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vernier {

bool usable_values(const History& history, const std::vector<double>& values) {
  return values.size() == history.objectives.size() &&
         std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

double violation_of(const TrialRecord& record) {
  double sum = 0;
  for (const double value : record.constraints) {
    if (std::isnan(value)) return std::numeric_limits<double>::infinity();
    if (value > 0) sum += value;
  }
  return sum;
}

Standing standing_of(const History& history, const TrialRecord& record) {
  using End = Standing::End;
  if (record.state == TrialState::complete) {
    if (!usable_values(history, record.values)) return {};
    if (!record.feasible()) return {End::infeasible, violation_of(record), 0};
    return {End::complete, history.loss(record.values[0]), 0};
  }
  if (record.state == TrialState::failed) return {};
  if (record.reports.empty()) return {End::pruned, 0, std::numeric_limits<double>::max()};
  const Report& last = record.reports.back();
  if (!usable_values(history, last.values) || !std::isfinite(last.step)) return {};
  return {End::pruned, -last.step, history.loss(last.values[0])};
}

}  // namespace vernier
