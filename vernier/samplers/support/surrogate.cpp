#include "vernier/samplers/support/surrogate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "vernier/samplers/support/standing.hpp"

namespace vernier {
namespace {

constexpr double no_loss = std::numeric_limits<double>::quiet_NaN();

// What a trial says of every objective; empty where nothing that is finite.
std::vector<double> last_values(const History& history, const TrialRecord& record) {
  std::vector<double> values = record.values;
  if (values.empty() && record.state != TrialState::failed && !record.reports.empty()) {
    values = record.reports.back().values;
  }
  if (record.state == TrialState::failed || !usable_values(history, values)) values.clear();
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = history.loss(values[k], k);
  return values;
}

std::vector<double> chebyshev(const std::vector<std::vector<double>>& values, std::span<const double> weights) {
  std::vector<double> most(values.size()), sum(values.size());
  for (std::size_t k = 0; k < weights.size(); ++k) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const auto& row : values) {
      if (row.empty()) continue;
      low = std::min(low, row[k]);
      high = std::max(high, row[k]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].empty()) continue;
      const double share = high > low ? weights[k] * (values[i][k] / 2 - low / 2) / (high / 2 - low / 2) : 0;
      most[i] = std::max(most[i], share);
      sum[i] += share;
    }
  }
  for (std::size_t i = 0; i < most.size(); ++i) most[i] += 0.05 * sum[i];
  return most;
}

}  // namespace

Evidence evidence_of(const History& history, std::size_t settled, std::span<const double> weights) {
  History seen = history;
  seen.settled = history.settled.first(settled);
  Evidence evidence;
  std::vector<std::vector<double>> values;
  for (const TrialRecord* record : seen.trials()) {
    std::vector<double> own = last_values(history, *record);
    if (own.empty() && record->state != TrialState::failed) continue;
    evidence.trials.push_back(record);
    values.push_back(std::move(own));
  }
  if (history.objectives.size() > 1) {
    evidence.losses = chebyshev(values, weights);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].empty()) evidence.losses[i] = no_loss;
    }
  } else {
    for (const auto& row : values) evidence.losses.push_back(row.empty() ? no_loss : row.front());
  }
  return evidence;
}

Evidence thinned(Evidence evidence, std::size_t limit) {
  const std::size_t size = evidence.trials.size();
  if (size <= limit) return evidence;
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto worse = [&](std::size_t i) {
    return std::isnan(evidence.losses[i]) ? std::numeric_limits<double>::infinity() : evidence.losses[i];
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return worse(a) < worse(b); });
  std::set<std::size_t> kept(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(limit / 2));
  for (std::size_t i = size - limit / 4; i < size; ++i) kept.insert(i);
  std::vector<std::size_t> rest;
  for (std::size_t i = 0; i < size; ++i) {
    if (!kept.contains(i)) rest.push_back(i);
  }
  const std::size_t more = std::min(limit - kept.size(), rest.size());
  for (std::size_t k = 0; k < more; ++k) kept.insert(rest[k * rest.size() / more]);
  Evidence result;
  for (const std::size_t i : kept) {
    result.trials.push_back(evidence.trials[i]);
    result.losses.push_back(evidence.losses[i]);
  }
  return result;
}

std::optional<WarpedEvidence> warp_evidence(Evidence evidence, const Encoding& encoding, WarpKind kind) {
  std::vector<double> finite;
  for (const double loss : evidence.losses) {
    if (!std::isnan(loss)) finite.push_back(loss);
  }
  if (finite.empty() || encoding.dimension() == 0) return std::nullopt;
  WarpedEvidence warped{std::move(evidence), OutputWarp(kind, finite), {}};
  warped.data.numbers = encoding.numbers();
  warped.data.categories = encoding.categories();
  const double worst = warped.warp.apply(*std::max_element(finite.begin(), finite.end()));
  for (std::size_t i = 0; i < warped.evidence.trials.size(); ++i) {
    const std::vector<double> point = encoding.point(warped.evidence.trials[i]->params);
    warped.data.points.insert(warped.data.points.end(), point.begin(), point.end());
    const double loss = warped.evidence.losses[i];
    warped.data.values.push_back(std::isnan(loss) ? worst : warped.warp.apply(loss));
  }
  return warped;
}

std::size_t fitted_count(std::size_t count) {
  if (count <= 20) return count;
  if (count <= 60) return count - count % 2;
  if (count <= 200) return count - count % 5;
  std::size_t fitted = 200;
  while (fitted + fitted / 10 <= count) fitted += fitted / 10;
  return fitted;
}

std::vector<Candidate> candidates_of(const WarpedEvidence& warped, const GaussianProcess& process) {
  const std::size_t dimension = warped.data.dimension();
  std::map<std::vector<double>, Candidate> found;
  for (std::size_t i = 0; i < warped.data.size(); ++i) {
    const TrialRecord& trial = *warped.evidence.trials[i];
    if (trial.state != TrialState::complete || !trial.feasible()) continue;
    const auto first = warped.data.points.begin() + static_cast<std::ptrdiff_t>(i * dimension);
    const auto [place, fresh] =
        found.try_emplace({first, first + static_cast<std::ptrdiff_t>(dimension)}, Candidate{i});
    if (!fresh && warped.evidence.losses[i] < warped.evidence.losses[place->second.row]) place->second.row = i;
    ++place->second.count;
  }
  std::vector<Candidate> candidates;
  std::vector<double> points;
  for (const auto& [point, candidate] : found) {
    candidates.push_back(candidate);
    points.insert(points.end(), point.begin(), point.end());
  }
  std::vector<double> mean(candidates.size()), variance(candidates.size());
  process.predict_whole(points, mean, variance);
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    candidates[k].mean = mean[k];
    candidates[k].deviation = std::sqrt(variance[k]);
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.mean != b.mean ? a.mean < b.mean : a.row < b.row; });
  return candidates;
}

double misranked_share(std::span<const double> predicted, std::span<const double> values) {
  double pairs = 0, wrong = 0;
  for (std::size_t a = 0; a < values.size(); ++a) {
    for (std::size_t b = 0; b < values.size(); ++b) {
      if (!(values[a] < values[b])) continue;
      ++pairs;
      wrong += predicted[a] < predicted[b] ? 0 : 1;
    }
  }
  return pairs > 0 ? wrong / pairs : 0;
}

Repeats repeats_of(const Evidence& evidence, const Encoding& encoding) {
  std::map<std::vector<double>, double> seen;
  Repeats repeats;
  for (std::size_t i = 0; i < evidence.trials.size(); ++i) {
    if (evidence.trials[i]->state != TrialState::complete) continue;
    const auto [place, fresh] = seen.emplace(encoding.point(evidence.trials[i]->params), evidence.losses[i]);
    if (fresh) continue;
    ++repeats.count;
    repeats.agree = repeats.agree && place->second == evidence.losses[i];
  }
  return repeats;
}

}  // namespace vernier
