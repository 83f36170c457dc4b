#include "vernier/samplers/support/earlier_models.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

constexpr std::size_t samples = 100;
constexpr std::size_t most_ranked = 50;

/// Every value is one that the space knows, and there is at least one.
bool fits(const TrialRecord& trial, const SearchSpace& space) {
  bool any = false;
  for (const auto& [name, value] : trial.params) {
    const Parameter* parameter = space.find(name);
    if (parameter == nullptr) continue;
    if (!parameter->distribution.contains(value)) return false;
    any = true;
  }
  return any;
}

/// Coordinates in which the points do not differ tell nothing of it.
void forget_constants(const GaussianData& data, GaussianParameters& parameters) {
  const std::size_t dimension = data.dimension();
  for (std::size_t k = 0; k < dimension; ++k) {
    bool constant = true;
    for (std::size_t i = 1; i < data.size(); ++i) {
      constant = constant && data.points[i * dimension + k] == data.points[k];
    }
    if (constant) parameters.relevance[k] = 0;
  }
}

std::vector<double> at(const std::vector<std::size_t>& sample, const std::vector<double>& values) {
  std::vector<double> result;
  for (const std::size_t i : sample) result.push_back(values[i]);
  return result;
}

}  // namespace

EarlierModels::EarlierModels(const History& history, const Encoding& encoding) {
  for (const History* earlier : history.earlier) {
    Evidence all = evidence_of(*earlier, earlier->settled.size()), fitting;
    for (std::size_t i = 0; i < all.trials.size(); ++i) {
      if (!fits(*all.trials[i], encoding.space())) continue;
      fitting.trials.push_back(all.trials[i]);
      fitting.losses.push_back(all.losses[i]);
    }
    auto warped = warp_evidence(thinned(std::move(fitting), most_fitted), encoding, WarpKind::half_rank);
    if (!warped || warped->data.size() < 2) continue;
    GaussianParameters parameters = fit_gaussian_process(warped->data);
    forget_constants(warped->data, parameters);
    models_.push_back(std::make_shared<const GaussianProcess>(std::move(warped->data), std::move(parameters)));
  }
}

GaussianTrend EarlierModels::trend(const GaussianProcess& own, Rng rng) const {
  const std::vector<double>& values = own.data().values;
  GaussianTrend trend;
  for (const auto& model : models_) trend.parts.push_back({1 / static_cast<double>(models_.size()), model});
  if (values.size() < 3 || models_.empty()) return trend;

  std::vector<std::vector<double>> predicted, losses(models_.size() + 1);
  std::vector<double> variance(values.size());
  for (const auto& model : models_) {
    predicted.emplace_back(values.size());
    model->predict(own.data().points, predicted.back(), variance);
  }
  predicted.push_back(own.left_out());
  std::vector<std::size_t> sample(std::min(values.size(), most_ranked));
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t& i : sample) i = rng.below(values.size());
    const std::vector<double> drawn = at(sample, values);
    for (std::size_t m = 0; m < predicted.size(); ++m) {
      losses[m].push_back(misranked_share(at(sample, predicted[m]), drawn));
    }
  }
  const double most = quantile(losses.back(), 0.95);
  for (std::size_t m = 0; m < models_.size(); ++m) {
    if (quantile(losses[m], 0.5) > most) std::fill(losses[m].begin(), losses[m].end(), INFINITY);
    trend.parts[m].weight = 0;
  }
  for (std::size_t s = 0; s < samples; ++s) {
    double least = INFINITY, equals = 0;
    for (const auto& loss : losses) least = std::min(least, loss[s]);
    for (const auto& loss : losses) equals += loss[s] == least ? 1 : 0;
    for (std::size_t m = 0; m < models_.size(); ++m) {
      if (losses[m][s] == least) trend.parts[m].weight += 1 / (equals * static_cast<double>(samples));
    }
  }
  std::erase_if(trend.parts, [](const GaussianTrend::Part& part) { return part.weight == 0; });
  return trend;
}

}  // namespace vernier
