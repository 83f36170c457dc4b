#pragma once
// Where the values of a parameter lie on an axis.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "vernier/figures/figure.hpp"
#include "vernier/space/search_space.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// Numbers lie at their value, on a log scale where their range is; categories and levels at 0, 1, 2, ... in the order
/// of the distribution. A value type.
class ParameterAxis {
 public:
  explicit ParameterAxis(const Parameter& parameter);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool log() const { return distribution_.numeric() && distribution_.log(); }
  [[nodiscard]] bool category() const { return distribution_.kind() == Distribution::Kind::categorical; }
  /// The names of categories and levels; empty for numbers.
  [[nodiscard]] const std::vector<Tick>& ticks() const { return ticks_; }
  /// NaN where the trial does not have the parameter.
  [[nodiscard]] double at(const TrialRecord& trial) const;
  /// at() of every trial, in their order.
  [[nodiscard]] std::vector<double> column(std::span<const TrialRecord> trials) const;
  /// The range in at most `most` equal parts, or a part for each value where they are that few. A category or level
  /// always has its own. Ascending.
  [[nodiscard]] std::vector<double> edges(std::size_t most) const;
  /// at() as a share of the range, 0 to 1; NaN stays.
  [[nodiscard]] double share(double at) const;
  /// Five places from 0 to 1, or those of the categories, with their values.
  [[nodiscard]] std::vector<Tick> share_ticks() const;

 private:
  [[nodiscard]] double value_at(double share) const;

  std::string name_;
  Distribution distribution_;
  std::vector<Tick> ticks_;
  double low_ = 0;  // of the axis
  double high_ = 1;
};

}  // namespace vernier
