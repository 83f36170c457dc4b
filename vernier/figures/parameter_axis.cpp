#include "vernier/figures/parameter_axis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/figures/text_table.hpp"

namespace vernier {

ParameterAxis::ParameterAxis(const Parameter& parameter)
    : name_(parameter.name), distribution_(parameter.distribution) {
  if (distribution_.numeric()) {
    low_ = distribution_.low();
    high_ = distribution_.high();
    return;
  }
  for (const ParamValue& value : distribution_.values()) {
    ticks_.push_back({static_cast<double>(ticks_.size()), to_text(value)});
  }
  low_ = -0.5;
  high_ = static_cast<double>(ticks_.size()) - 0.5;
}

double ParameterAxis::at(const TrialRecord& trial) const {
  const auto found = trial.params.find(name_);
  if (found != trial.params.end()) {
    if (distribution_.numeric()) {
      if (const auto number = as_number(found->second)) return *number;
    } else if (const ParamValue value = distribution_.canonical(found->second); distribution_.contains(value)) {
      return static_cast<double>(distribution_.index_of(value));
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> ParameterAxis::column(std::span<const TrialRecord> trials) const {
  std::vector<double> places;
  places.reserve(trials.size());
  for (const TrialRecord& trial : trials) places.push_back(at(trial));
  return places;
}

std::vector<double> ParameterAxis::edges(std::size_t most) const {
  double low = low_, high = high_;
  std::size_t parts = most;
  if (!ticks_.empty()) {
    parts = ticks_.size();
  } else if (const auto count = distribution_.cardinality(); count && *count <= most && !log()) {
    parts = static_cast<std::size_t>(*count);
    const double half = parts > 1 ? (high - low) / static_cast<double>(parts - 1) / 2 : 0.5;
    low -= half;
    high += half;
  } else if (low == high) {
    parts = 1;
    high = low + (low == 0 ? 1 : std::abs(low) / 10);
  }
  std::vector<double> edges;
  for (std::size_t i = 0; i <= parts; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(parts);
    edges.push_back(log() ? low * std::pow(high / low, share) : low + (high - low) * share);
  }
  edges.back() = high;
  return edges;
}

double ParameterAxis::share(double at) const {
  if (low_ == high_) return std::isnan(at) ? at : 0.5;
  return log() ? std::log(at / low_) / std::log(high_ / low_) : (at - low_) / (high_ - low_);
}

double ParameterAxis::value_at(double share) const {
  return log() ? low_ * std::pow(high_ / low_, share) : low_ + (high_ - low_) * share;
}

std::vector<Tick> ParameterAxis::share_ticks() const {
  std::vector<Tick> ticks;
  for (const Tick& tick : ticks_) ticks.push_back({share(tick.position), tick.label});
  if (!ticks.empty()) return ticks;
  if (low_ == high_) return {{0.5, table_number(low_, 3)}};
  for (const double at : {0.0, 0.25, 0.5, 0.75, 1.0}) ticks.push_back({at, table_number(value_at(at), 3)});
  return ticks;
}

}  // namespace vernier
