#include "vernier/evaluation/judgement.hpp"

#include <cmath>
#include <utility>

#include "vernier/evaluation/gain.hpp"
#include "vernier/math/mean_interval.hpp"
#include "vernier/math/paired_tests.hpp"

namespace vernier::evaluation {
namespace {

using Pair = std::pair<const Entry*, const Entry*>;

std::vector<Pair> pairs_of(const std::vector<Entry>& entries) {
  std::vector<Pair> pairs;
  for (const Role baseline : {Role::default_settings, Role::random_search, Role::recommended}) {
    for (const Entry& theirs : entries) {
      if (theirs.contender.role != baseline) continue;
      for (const Entry& ours : entries) {
        const Role role = ours.contender.role;
        const bool of_study = role == Role::recommended || role == Role::finalist;
        if (of_study && &ours != &theirs) pairs.emplace_back(&ours, &theirs);
      }
    }
  }
  return pairs;
}

std::optional<Gain> gain_by_score(const Entry& ours, const Entry& theirs, const Judging& judging) {
  std::vector<std::vector<double>> a, b;
  for (std::size_t k = 0; k < ours.rows.size(); ++k) {
    if (ours.rows[k].empty() || theirs.rows[k].empty()) continue;
    a.push_back(ours.rows[k]);
    b.push_back(theirs.rows[k]);
  }
  if (a.empty()) return std::nullopt;
  Gain gain = gain_on_rows(a, b, judging.series);
  gain.part = "test";
  gain.metric = judging.metric;
  return gain;
}

std::optional<Gain> gain_by_objective(const Entry& ours, const Entry& theirs, const Judging& judging, bool on_test) {
  std::string name = judging.goal.metric;
  if (on_test && name.starts_with("val_")) name.erase(0, 4);
  if (on_test && name == judging.metric) return std::nullopt;  // gain_by_score says more
  const auto loss = [&](const Repeat& repeat) {
    const auto found = repeat.test.find(name);
    const double on_rows = found == repeat.test.end() ? NAN : found->second;
    const double value = on_test ? on_rows : repeat.validation;
    return judging.goal.direction == Direction::minimize ? value : -value;
  };
  std::vector<double> a, b;
  for (std::size_t k = 0; k < ours.contender.repeats.size(); ++k) {
    const Repeat& first = ours.contender.repeats[k];
    const Repeat& second = theirs.contender.repeats[k];
    if (!first.why.empty() || !second.why.empty()) continue;
    if (!std::isfinite(loss(first)) || !std::isfinite(loss(second))) continue;
    a.push_back(loss(first));
    b.push_back(loss(second));
  }
  if (a.empty()) return std::nullopt;
  Gain gain = gain_of_losses(a, b);
  gain.part = on_test ? "test" : "validation";
  gain.metric = name;
  return gain;
}

template <class Judge>
void add_gains(std::vector<Gain>& gains, const std::vector<Pair>& pairs, const Judge& judge) {
  const std::size_t first = gains.size();
  std::vector<double> p_values;
  for (const auto& [ours, theirs] : pairs) {
    std::optional<Gain> gain = judge(*ours, *theirs);
    if (!gain) continue;
    gain->of = ours->contender.name;
    gain->over = theirs->contender.name;
    p_values.push_back(gain->p_value);
    gains.push_back(*std::move(gain));
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t k = 0; k < adjusted.size(); ++k) gains[first + k].adjusted_p_value = adjusted[k];
}

}  // namespace

std::vector<Gain> gains_between(const std::vector<Entry>& entries, const Judging& judging) {
  const std::vector<Pair> pairs = pairs_of(entries);
  std::vector<Gain> gains;
  add_gains(gains, pairs, [&](const Entry& a, const Entry& b) { return gain_by_score(a, b, judging); });
  add_gains(gains, pairs, [&](const Entry& a, const Entry& b) { return gain_by_objective(a, b, judging, false); });
  add_gains(gains, pairs, [&](const Entry& a, const Entry& b) { return gain_by_objective(a, b, judging, true); });
  return gains;
}

std::optional<Optimism> optimism_of(const Contender& contender) {
  std::vector<double> values;
  for (const Repeat& repeat : contender.repeats) {
    if (repeat.why.empty() && std::isfinite(repeat.validation)) values.push_back(repeat.validation);
  }
  if (values.size() < 2 || !contender.value) return std::nullopt;
  const MeanEstimate mean = mean_estimate(values);
  return Optimism{contender.name, *contender.value, mean.mean, mean.low, mean.high};
}

bool overtuned(const std::vector<Gain>& gains) {
  const Gain* validation = nullptr;
  const Gain* test = nullptr;  // the last: by the objective
  for (const Gain& gain : gains) {
    if (gain.of != gains.front().of || gain.over != gains.front().over) continue;
    (gain.part == "validation" ? validation : test) = &gain;
  }
  return validation != nullptr && test != nullptr && validation->low > 0 && test->mean <= 0;
}

}  // namespace vernier::evaluation
