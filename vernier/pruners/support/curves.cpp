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

bool reaches(const TrialRecord& trial, double step) {
  return !trial.reports.empty() && (trial.state == TrialState::complete || *trial.last_step() >= step);
}

bool diverged(const TrialRecord& trial) {
  return !trial.reports.empty() && std::isnan(trial.reports.back().values.at(0));
}

}  // namespace vernier
