#pragma once
// Which values of which parameters do harm, or good: the middle of a space, and each parameter alone moved out of it.
// Source: one factor at a time from a nominal point (Daniel 1973, Technometrics 15), paired by seeds.
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/advice/paired_difference.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

/// One parameter, moved.
struct ScreenedValue {
  std::string parameter{};
  ParamValue value{};
  double unit = 0;                ///< its coordinate: below that of the middle, above it, or that of an alternative
  std::vector<double> losses{};   ///< the least judged loss of each seed
  PairedDifference difference{};  ///< above the middle; a 90 % interval

  double share = 0;  ///< the mean difference over the middle's loss

  /// Told from luck, and by a hundredth at least.
  [[nodiscard]] bool worse() const { return difference.low > 0 && share > 0.01; }
  [[nodiscard]] bool better() const { return difference.high < 0 && share < -0.01; }
};

struct ParameterScreen {
  ParamMap middle{};
  std::vector<double> losses{};  ///< of the middle
  std::vector<ScreenedValue> values{};
  std::int64_t steps = 0;

  [[nodiscard]] Json to_json() const;
};

struct ParameterScreenOptions {
  std::int64_t steps = 1000;  ///< of each training
  int seeds = 4;
  std::vector<std::string> left_out{};  ///< parameters that are not moved
};

/// Every parameter that is active in the middle, at both ends of its range or list (an eighth from either) and at each
/// other alternative. Configurations that are not feasible or do not fit the data are left out. A pure function of its
/// arguments.
[[nodiscard]] ParameterScreen screen_parameters(const tune::TrainingTask& task, const Experiment& experiment,
                                                std::uint64_t seed, const ParameterScreenOptions& options = {},
                                                std::stop_token stop = {});

}  // namespace vernier::advice
