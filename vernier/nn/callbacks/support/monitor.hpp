#pragma once
// The watching of one logged quantity that several callbacks share.
#include <optional>
#include <string>

#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

/// Knows which way is better and remembers the best value.
class Monitor {
 public:
  /// `mode` is "min", "max" or "auto": by the name.
  Monitor(std::string callback, std::string name, const std::string& mode, double min_delta);

  /// The value in these logs; a missing one is noted once in the warnings of a fit, continued or not. Throws
  /// InvalidArgument when mode "auto" meets a name that does not say which way is better.
  [[nodiscard]] std::optional<double> read(FitState& state, const Logs& logs);
  /// Whether `value` is better than `than` by more than min_delta.
  [[nodiscard]] bool improves(double value, double than) const;
  /// The same against the best so far; the first value always does.
  [[nodiscard]] bool improves(double value) const { return !best || improves(value, *best); }

  /// What a checkpoint keeps of `best`.
  [[nodiscard]] Json state() const { return best ? exact_json(*best) : Json(nullptr); }
  void restore(const Json& state);

  std::optional<double> best;

 private:
  std::string callback_;
  std::string name_;
  std::optional<Better> better_;
  double min_delta_;
};

}  // namespace vernier::nn
