#include "vernier/samplers/support/model_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vernier {
namespace {

constexpr std::size_t least_judged = 20;
constexpr double chance = 0.45;          // half of the pairs would be pure chance
constexpr std::size_t most_warped = 20;  // numbers: of more the results say too little

}  // namespace

FittedModel ModelFit::fitted(const History& history, const Encoding& encoding, std::span<const double> weights) {
  const std::size_t count = fitted_count(history.settled.size());
  const std::shared_ptr<const TrialRecord> last = history.settled[count - 1];
  const bool same_space = earlier_ && space_ == *history.space;
  if (weights.empty() && same_space && fitted_ && count_ == count && last_ == last) return *fitted_;
  if (!same_space) {
    earlier_.emplace(history, encoding);
    space_ = *history.space;
  }
  fitted_ = fit(history, encoding, count, weights);
  count_ = count;
  last_ = last;
  return *fitted_;
}

FittedModel ModelFit::fit(const History& history, const Encoding& encoding, std::size_t count,
                          std::span<const double> weights) {
  const auto warped = warp_evidence(thinned(evidence_of(history, count, weights), most_fitted), encoding, warp_);
  FittedModel fitted;
  if (!warped) {
    fitted.parameters.relevance.assign(encoding.dimension(), 1);
    return fitted;
  }
  GaussianPrior prior = prior_;
  prior.warp = prior.warp && encoding.numbers() <= most_warped;
  fitted.parameters = fit_gaussian_process(warped->data, prior);
  if (weights.empty() && !earlier_->empty()) {
    fitted.trend = earlier_->trend({warped->data, fitted.parameters}, Rng(history.seed).split("trend").split(count));
    fitted.parameters = fit_gaussian_process(fitted.trend.taken_off(warped->data), prior);
  }
  const GaussianProcess process(warped->data, fitted.parameters, fitted.trend);
  fitted.misleads = count >= least_judged && misranked_share(process.left_out(), warped->data.values) > chance;
  return fitted;
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
