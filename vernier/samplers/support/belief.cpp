#include "vernier/samplers/support/belief.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/math/normal.hpp"

namespace vernier {
namespace {

double deviation_of(Confidence confidence) {
  if (confidence == Confidence::low) return 0.5;
  return confidence == Confidence::medium ? 0.25 : 0.125;
}

double odds_of(Confidence confidence) { return 1 / deviation_of(confidence); }

bool categorical(const Parameter& parameter) {
  return parameter.distribution.kind() == Distribution::Kind::categorical;
}

}  // namespace

double believed(const Parameter& parameter, double u) {
  if (!parameter.prior) return u;
  const Confidence confidence = parameter.prior->confidence;
  if (categorical(parameter)) {
    const auto count = static_cast<double>(parameter.distribution.values().size());
    const double odds = odds_of(confidence);
    const auto expected = static_cast<double>(parameter.distribution.index_of(parameter.prior->value));
    const double share = u * (count - 1 + odds);
    if (share >= expected && share < expected + odds) return (expected + 0.5) / count;
    return (std::floor(share < expected ? share : share - odds + 1) + 0.5) / count;
  }
  const double center = parameter.distribution.to_unit(parameter.prior->value);
  const double deviation = deviation_of(confidence);
  const double low = std::exp(log_normal_cdf(-center / deviation));
  const double high = std::exp(log_normal_cdf((1 - center) / deviation));
  const double share = std::clamp(low + u * (high - low), 1e-300, 1 - 1e-16);
  return std::clamp(center + deviation * normal_quantile(share), 0.0, 1.0);
}

Belief::Belief(const Encoding& encoding) {
  for (const Encoding::Column& column : encoding.columns()) {
    const Parameter& parameter = encoding.space().parameters()[column.parameter];
    if (!parameter.prior) continue;
    Term term{.place = column.place, .category = column.category, .condition = encoding.condition_of(column)};
    const double deviation = deviation_of(parameter.prior->confidence);
    if (column.category) {
      term.value = static_cast<double>(parameter.distribution.index_of(parameter.prior->value));
      term.strength = std::log(odds_of(parameter.prior->confidence));
    } else {
      term.value = parameter.distribution.to_unit(parameter.prior->value);
      term.strength = 1 / (deviation * deviation);
    }
    terms_.push_back(term);
  }
}

double Belief::log_density(std::span<const double> point) const {
  double sum = 0;
  for (const Term& term : terms_) {
    if (term.condition && point[*term.condition] != 1) continue;
    const double away = point[term.place] - term.value;
    sum -= term.category ? (away != 0 ? term.strength : 0) : 0.5 * term.strength * away * away;
  }
  return sum;
}

void Belief::add_gradient(std::span<const double> point, double weight, std::span<double> gradient) const {
  for (const Term& term : terms_) {
    if (term.category || (term.condition && point[*term.condition] != 1)) continue;
    gradient[term.place] -= weight * term.strength * (point[term.place] - term.value);
  }
}

}  // namespace vernier
