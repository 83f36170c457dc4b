#pragma once
// Everything that can be said of how to choose hyperparameters for these data, within a bounded number of steps.
//
//   tune::Plan plan = tune::plan_table({{"path", "digits.csv"}, {"target", "digit"}}, ".", 1);
//   advice::Advice advice = advice::advise(plan, {.seed = 1});
//   std::cout << advice.yaml();   // an experiment that `vernier tune` runs
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/advice/batch_sizes.hpp"
#include "vernier/advice/curve_reading.hpp"
#include "vernier/advice/layer_check.hpp"
#include "vernier/advice/noise_scale.hpp"
#include "vernier/advice/parameter_screen.hpp"
#include "vernier/advice/rate_search.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::advice {

struct AdviceOptions {
  std::uint64_t seed = 0;
  /// 1: steps that are expected to take at most about a minute on one core, by an estimate that is no measurement, so
  /// that the same call gives the same advice. 2: twice as many.
  double effort = 1;
};

struct AdviceHooks {
  std::stop_token stop{};
  /// Called before each part, with what is about to be done.
  std::function<void(std::string_view part)> on_part{};
};

/// A value type.
struct Advice {
  std::string experiment;
  Configuration subject;  ///< the configuration that was looked at
  ParamMap params{};      ///< of the space's middle; empty where nothing is tuned
  std::string optimizer;
  Index batch_size = 0;
  Index rows = 0;  ///< of the training part
  RateSearch rates;
  LayerCheck layers;
  std::optional<CurveReading> curves;
  double epochs_per_point = 1;  ///< of the curves
  std::optional<NoiseScale> noise;
  BatchSizes batches;
  ParameterScreen screen;
  Json suggestion;                   ///< an experiment with comments
  std::vector<std::string> missing;  ///< what could not be said, why, and how to get it
  double epochs = 0;                 ///< trained in all
  double seconds = 0;

  [[nodiscard]] std::string yaml() const;
  /// The JSON of `vernier advise --json`.
  [[nodiscard]] Json to_json() const;
};

/// The steps that advise gives to the search of rates.
[[nodiscard]] RateSearchOptions rate_search_options(const tune::TrainingTask& task, const Configuration& subject,
                                                    double effort);

/// Throws InvalidArgument for an effort that is not above 0, and where the middle of the space cannot be trained. When
/// a stop is requested, what is there by then is returned.
[[nodiscard]] Advice advise(const tune::Plan& plan, const AdviceOptions& options = {}, const AdviceHooks& hooks = {});

}  // namespace vernier::advice
