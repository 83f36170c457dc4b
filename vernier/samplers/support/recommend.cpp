#include "vernier/samplers/support/recommend.hpp"

#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {

std::optional<Recommendation> recommend(const History& history) {
  if (history.objectives.size() != 1) return std::nullopt;
  const TrialRecord* best = best_trial(history);
  if (best == nullptr) return std::nullopt;
  const Recommendation luckiest{*best, best->values[0], best->values[0], best->values[0], 1};
  const Encoding encoding(*history.space);
  Evidence evidence = evidence_of(history, history.settled.size());
  if (evidence.trials.size() < 5 || repeats_agree(evidence, encoding)) return luckiest;
  const auto warped = warp_evidence(thinned(evidence, most_modelled), encoding, WarpKind::half_rank);
  const auto fitted = warp_evidence(thinned(std::move(evidence), most_fitted), encoding, WarpKind::half_rank);
  if (!warped || !fitted) return luckiest;
  const GaussianProcess process(warped->data, fit_gaussian_process(fitted->data));
  const std::vector<Candidate> candidates = candidates_of(*warped, process);
  if (candidates.empty()) return luckiest;
  const Candidate& chosen = candidates.front();
  const auto value_at = [&](double deviations) {
    return history.loss(warped->warp.invert(chosen.mean + deviations * chosen.deviation));
  };
  const double bounds[] = {value_at(-1.645), value_at(1.645)};
  return Recommendation{*warped->evidence.trials[chosen.row], value_at(0), std::min(bounds[0], bounds[1]),
                        std::max(bounds[0], bounds[1]), chosen.count};
}

}  // namespace vernier
