#include "vernier/samplers/support/recommend.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/math/statistics.hpp"
#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {
namespace {

constexpr double no_noise = 0.01;  // share of the variance of the warped losses

struct EvidenceModel {
  WarpedEvidence warped;
  GaussianProcess process;
};

std::optional<EvidenceModel> model_evidence(const Evidence& evidence, const Encoding& encoding, WarpKind kind,
                                            double noise_rate) {
  auto warped = warp_evidence(thinned(evidence, most_modelled), encoding, kind);
  const auto fitted = warp_evidence(thinned(evidence, most_fitted), encoding, kind);
  if (!warped || !fitted) return std::nullopt;
  GaussianProcess process(warped->data, fit_gaussian_process(fitted->data, {.noise_rate = noise_rate}));
  return EvidenceModel{*std::move(warped), std::move(process)};
}

/// A loss far beyond the median says no more than that it is far: it would drown the differences between good ones.
Evidence without_extremes(Evidence evidence) {
  std::vector<double> finite;
  for (const double loss : evidence.losses) {
    if (!std::isnan(loss)) finite.push_back(loss);
  }
  const double middle = median(finite);
  const auto [least, greatest] = std::minmax_element(finite.begin(), finite.end());
  const double most = std::min(middle + 3 * (middle - *least), *greatest);
  for (double& loss : evidence.losses) loss = std::isnan(loss) ? most : std::min(loss, most);
  return evidence;
}

}  // namespace

std::optional<Recommendation> recommend(const History& history) {
  if (history.objectives.size() != 1) return std::nullopt;
  const TrialRecord* best = best_trial(history);
  if (best == nullptr) return std::nullopt;
  const Recommendation luckiest{*best, best->values[0], best->values[0], best->values[0], 1};
  const Encoding encoding(*history.space);
  const Evidence evidence = evidence_of(history, history.settled.size());
  const Repeats repeats = repeats_of(evidence, encoding);
  if (evidence.trials.size() < 5 || repeats.exact()) return luckiest;
  const auto model = model_evidence(evidence, encoding, WarpKind::half_rank, search_noise_rate);
  if (!model) return luckiest;
  const GaussianParameters& parameters = model->process.parameters();
  if (repeats.agree && parameters.noise + parameters.own < no_noise) return luckiest;
  const std::vector<Candidate> candidates = candidates_of(model->warped, model->process);
  if (candidates.empty()) return luckiest;
  const Candidate& chosen = candidates.front();

  // Its value on the scale of the objective itself, where the mean of noise is 0.
  const auto plain = model_evidence(without_extremes(evidence), encoding, WarpKind::none, estimate_noise_rate);
  const std::vector<double> point = encoding.point(model->warped.evidence.trials[chosen.row]->params);
  double mean = 0, variance = 0;
  plain->process.predict_whole(point, {&mean, 1}, {&variance, 1});
  const auto value_at = [&](double deviations) {
    return history.loss(plain->warped.warp.invert(mean + deviations * std::sqrt(variance)));
  };
  const auto [low, high] = std::minmax({value_at(-1.645), value_at(1.645)});
  return Recommendation{*model->warped.evidence.trials[chosen.row], value_at(0), low, high, chosen.count};
}

}  // namespace vernier
