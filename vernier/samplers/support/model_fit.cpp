#include "vernier/samplers/support/model_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vernier {

GaussianParameters ModelFit::parameters(const History& history, const Encoding& encoding,
                                        std::span<const double> weights) {
  const std::size_t count = fitted_count(history.settled.size());
  const std::shared_ptr<const TrialRecord> last = history.settled[count - 1];
  if (weights.empty() && fitted_ && count_ == count && last_ == last && space_ == *history.space) return *fitted_;
  const auto warped = warp_evidence(thinned(evidence_of(history, count, weights), most_fitted), encoding, warp_);
  GaussianParameters parameters;
  if (warped) {
    parameters = fit_gaussian_process(warped->data, prior_);
  } else {
    parameters.relevance.assign(encoding.dimension(), 1);
  }
  fitted_ = parameters;
  count_ = count;
  last_ = last;
  space_ = *history.space;
  return parameters;
}

double least_mean(const WarpedEvidence& warped, const GaussianProcess& process) {
  std::vector<double> mean(warped.data.size()), variance(mean.size());
  process.predict(warped.data.points, mean, variance);
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < mean.size(); ++i) {
    if (warped.evidence.trials[i]->feasible()) least = std::min(least, mean[i]);
  }
  return std::isfinite(least) ? least : *std::min_element(mean.begin(), mean.end());
}

std::vector<ConstraintModel> constraint_models(const WarpedEvidence& warped, const Encoding& encoding) {
  std::vector<ConstraintModel> models;
  std::size_t count = 0;
  for (const TrialRecord* trial : warped.evidence.trials) count = std::max(count, trial->constraints.size());
  for (std::size_t k = 0; k < count; ++k) {
    Evidence told;
    for (const TrialRecord* trial : warped.evidence.trials) {
      if (trial->constraints.size() <= k) continue;
      told.trials.push_back(trial);
      told.losses.push_back(trial->constraints[k]);
    }
    auto model = warp_evidence(thinned(std::move(told), most_fitted), encoding, WarpKind::none);
    const double limit = model->warp.apply(0);
    const GaussianParameters parameters = fit_gaussian_process(model->data);
    models.push_back({GaussianProcess(std::move(model->data), parameters), limit});
  }
  return models;
}

std::set<std::vector<double>> points_of(const Evidence& evidence, const Encoding& encoding, History::Records running) {
  std::set<std::vector<double>> points;
  for (const TrialRecord* trial : evidence.trials) points.insert(encoding.point(trial->params));
  for (const auto& record : running) points.insert(encoding.point(record->params));
  return points;
}

std::vector<double> flat(const std::vector<std::vector<double>>& points) {
  std::vector<double> all;
  for (const auto& point : points) all.insert(all.end(), point.begin(), point.end());
  return all;
}

}  // namespace vernier
