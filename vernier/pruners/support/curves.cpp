#include "vernier/pruners/support/curves.hpp"

#include <algorithm>
#include <cmath>

namespace vernier {

double best_by(const TrialRecord& trial, double step, const History& history) {
  double best = std::numeric_limits<double>::infinity();
  for (const Report& report : trial.reports) {
    if (report.step > step) break;
    const double loss = history.loss(report.values[0]);
    if (!std::isnan(loss)) best = std::min(best, loss);
  }
  return best;
}

std::vector<double> last_losses_by(const TrialRecord& trial, double step, const History& history) {
  std::vector<double> losses(history.objectives.size(), std::numeric_limits<double>::infinity());
  for (const Report& report : trial.reports) {
    if (report.step > step) break;
    for (std::size_t k = 0; k < losses.size(); ++k) {
      if (!std::isnan(report.values[k])) losses[k] = history.loss(report.values[k], k);
    }
  }
  return losses;
}

bool reaches(const TrialRecord& trial, double step) {
  return !trial.reports.empty() && (trial.state == TrialState::complete || *trial.last_step() >= step);
}

bool diverged(const TrialRecord& trial) {
  if (trial.reports.empty()) return false;
  const std::vector<double>& values = trial.reports.back().values;
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}

}  // namespace vernier
