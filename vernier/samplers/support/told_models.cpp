#include "vernier/samplers/support/told_models.hpp"

#include <algorithm>
#include <cmath>

namespace vernier {

std::vector<ConstraintModel> constraint_models(const Evidence& evidence, const Encoding& encoding) {
  std::vector<ConstraintModel> models;
  std::size_t count = 0;
  for (const TrialRecord* trial : evidence.trials) count = std::max(count, trial->constraints.size());
  for (std::size_t k = 0; k < count; ++k) {
    Evidence told;
    for (const TrialRecord* trial : evidence.trials) {
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

std::optional<CostModel> cost_model(const Evidence& evidence, const Encoding& encoding) {
  Evidence told;
  for (const TrialRecord* trial : evidence.trials) {
    const std::optional<double> cost = trial->cost ? trial->cost : trial->last_step();
    if (!cost || !(*cost > 0)) continue;
    told.trials.push_back(trial);
    told.losses.push_back(std::log(*cost));
  }
  auto model = warp_evidence(thinned(std::move(told), most_fitted), encoding, WarpKind::none);
  if (!model || model->data.size() < 2) return std::nullopt;
  const double deviation = model->warp.invert(1) - model->warp.invert(0);
  const GaussianParameters parameters = fit_gaussian_process(model->data);
  return CostModel{GaussianProcess(std::move(model->data), parameters), deviation};
}

}  // namespace vernier
