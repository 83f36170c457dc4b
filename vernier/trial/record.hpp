#pragma once
// What is known of one trial: plain values.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/space/param.hpp"
#include "vernier/trial/distributions.hpp"

namespace vernier {

using TrialNumber = std::int64_t;

enum class TrialState { running, complete, pruned, failed, paused };
[[nodiscard]] std::string_view to_string(TrialState state);
[[nodiscard]] TrialState trial_state_from_text(std::string_view text);
/// complete, pruned or failed: nothing more will come (a paused trial may be resumed).
[[nodiscard]] constexpr bool finished(TrialState state) {
  return state == TrialState::complete || state == TrialState::pruned || state == TrialState::failed;
}

/// One intermediate value; `step` counts units of the study's resource (epochs, folds), from 1. With several objectives
/// `values` has one number each. NaN marks divergence.
struct Report {
  double step = 0;
  std::vector<double> values;
  friend bool operator==(const Report&, const Report&) = default;
};

struct TrialRecord {
  TrialNumber number = 0;
  TrialState state = TrialState::running;
  ParamMap params;
  /// The distribution of each parameter as the trial used it; with a declared space, that of the space.
  Distributions distributions;
  std::vector<double> values;           ///< one per objective; empty unless complete (or pruned with a last value)
  std::vector<Report> reports;          ///< by step
  std::vector<double> constraints;      ///< told constraint values; above 0 is violated
  std::optional<double> cost;           ///< told with the values: what the trial took, above 0, in any unit
  Json attributes = Json::object();     ///< the user's own
  std::string why;                      ///< the reason of a failed, pruned or paused trial
  std::optional<TrialNumber> clone_of;  ///< the trial whose checkpoint it begins with
  std::optional<double> clone_step;     ///< the step of that checkpoint, from which its own steps go on
  bool enqueued = false;                ///< given by the user, enqueued or told, not proposed by the sampler
  double seconds = 0;                   ///< time spent running, all assignments together; never used in a decision

  [[nodiscard]] std::optional<double> last_step() const {
    if (reports.empty()) return std::nullopt;
    return reports.back().step;
  }
  /// Whether no told constraint is violated.
  [[nodiscard]] bool feasible() const;
  friend bool operator==(const TrialRecord&, const TrialRecord&) = default;
};

/// {"trial","state","params","values","reports","seconds","why", ...}: the JSON of `vernier trials --json`.
[[nodiscard]] Json to_json(const TrialRecord& record);

}  // namespace vernier
