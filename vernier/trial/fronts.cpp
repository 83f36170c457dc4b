#include "vernier/trial/fronts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/math/pareto.hpp"

namespace vernier {
namespace {

std::vector<std::vector<double>> front_losses(const History& history, const std::vector<const TrialRecord*>& front) {
  std::vector<std::vector<double>> losses;
  for (const TrialRecord* trial : front) losses.push_back(losses_of(history, *trial));
  return losses;
}

}  // namespace

std::vector<double> losses_of(const History& history, const TrialRecord& trial) {
  std::vector<double> losses;
  for (std::size_t k = 0; k < trial.values.size(); ++k) losses.push_back(history.loss(trial.values[k], k));
  return losses;
}

const TrialRecord* knee_trial(const History& history) {
  const auto front = pareto_front(history);
  const auto place = knee(front_losses(history, front));
  return place ? front[*place] : nullptr;
}

std::vector<double> reference_losses(const History& history) {
  const auto losses = front_losses(history, pareto_front(history));
  if (losses.empty()) return {};
  std::vector<double> reference;
  for (std::size_t k = 0; k < losses[0].size(); ++k) {
    double best = losses[0][k];
    double worst = best;
    for (const auto& point : losses) {
      best = std::min(best, point[k]);
      worst = std::max(worst, point[k]);
    }
    const double more = worst != 0 ? std::abs(worst) / 10 : (worst - best) / 10;
    reference.push_back(worst + (more != 0 ? more : 1));
  }
  return reference;
}

std::vector<HypervolumePoint> hypervolume_curve(const History& history, const std::vector<double>& reference) {
  if (reference.size() != history.objectives.size()) {
    throw InvalidArgument(fmt::format("a reference of {} losses", reference.size()),
                          fmt::format("one for each of the {} objectives", history.objectives.size()));
  }
  std::vector<HypervolumePoint> curve;
  std::vector<std::vector<double>> front;
  double volume = 0;
  for (const TrialRecord* trial : history.complete()) {
    if (!trial->feasible()) continue;
    std::vector<double> point = losses_of(history, *trial);
    const bool adds = std::none_of(front.begin(), front.end(),
                                   [&](const auto& other) { return other == point || dominates(other, point); });
    if (adds) {
      std::erase_if(front, [&](const auto& other) { return dominates(point, other); });
      front.push_back(std::move(point));
      volume = hypervolume(front, reference);
    }
    curve.push_back({trial->number, volume});
  }
  return curve;
}

}  // namespace vernier
