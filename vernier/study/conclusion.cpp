#include "vernier/study/conclusion.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

// "NaN" or "infinite": what the first value that is not finite is.
std::string_view what_is_wrong(const std::vector<double>& values) {
  const auto bad = std::find_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); });
  return std::isnan(*bad) ? "NaN" : "infinite";
}

}  // namespace

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

Conclusion conclude(const Outcome& outcome, Decision decision, const TrialRecord& record, std::size_t objectives) {
  if (outcome.state == TrialState::running) {
    throw InvalidArgument("a trial cannot end as running", "complete, pruned, failed or paused");
  }
  if (outcome.cost && !(*outcome.cost > 0 && std::isfinite(*outcome.cost))) {
    throw InvalidArgument(fmt::format("the cost of a trial is {}", format_number(*outcome.cost)), "a number above 0");
  }
  if (outcome.state == TrialState::failed) {
    return {.state = TrialState::failed, .why = outcome.why.empty() ? "no reason given" : outcome.why};
  }
  if (!record.reports.empty() && !all_finite(record.reports.back().values)) {
    const Report& last = record.reports.back();
    return {.state = TrialState::failed,
            .why = fmt::format("value became {} at step {}", what_is_wrong(last.values), format_number(last.step))};
  }
  if (decision == Decision::pause || outcome.state == TrialState::paused) {
    return {.state = TrialState::paused, .why = outcome.why};
  }
  const bool none_needed = outcome.state == TrialState::pruned && outcome.values.empty();
  if (outcome.values.size() != objectives && !none_needed) {
    throw InvalidArgument(fmt::format("a trial ended with {} values", outcome.values.size()),
                          fmt::format("{}, one for each objective", objectives));
  }
  if (!all_finite(outcome.values)) {
    return {.state = TrialState::failed, .why = fmt::format("value is {}", what_is_wrong(outcome.values))};
  }
  if (!all_finite(outcome.constraints)) {
    return {.state = TrialState::failed, .why = fmt::format("a constraint is {}", what_is_wrong(outcome.constraints))};
  }
  return {.state = decision == Decision::stop ? TrialState::pruned : outcome.state,
          .values = outcome.values,
          .constraints = outcome.constraints,
          .why = outcome.why,
          .cost = outcome.cost};
}

}  // namespace vernier
