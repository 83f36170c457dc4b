#pragma once
// A range of learning rates: bounded by the range test, then found by short trainings at rates half a decade apart.
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "vernier/advice/range_test.hpp"

namespace vernier::advice {

struct RateSearchOptions {
  RangeTestOptions range_test{};
  std::int64_t steps = 1000;  ///< of each short training
  int seeds = 2;              ///< trainings at each rate, the same seeds at all rates
};

struct RateTrial {
  double rate = 0;
  std::vector<double> losses{};  ///< the least judged loss of each seed; infinite where it diverged
  double mean = 0;
};

/// A value type. `low` to `high` spans at most 1.5 decades.
struct RateSearch {
  RangeTest range_test{};
  std::vector<RateTrial> trials{};  ///< by rising rates
  double best = 0;                  ///< between trials; 0 where every one diverged
  double low = 0;
  double high = 0;
  std::int64_t steps = 0;  ///< taken in all

  [[nodiscard]] bool found() const { return best > 0; }
  [[nodiscard]] Json to_json() const;
};

/// The mean loss of trainings at a rate.
using RateJudge = std::function<RateTrial(double rate)>;

/// The rule by itself. Trials lie at whole powers of the root of ten. They begin around half a decade below the rate
/// where the range test's loss is least, and go on beyond either end until the best of them has a worse one on both
/// sides. The best rate is the lowest point of a parabola through the best trial and its neighbours.
/// `lowest` and `highest` bound the trials.
void search_rates(RateSearch& search, const RateJudge& judge, double lowest, double highest);

/// A pure function of its arguments. Throws InvalidArgument as TrainingTask::prepare does.
[[nodiscard]] RateSearch search_rates(const tune::TrainingTask& task, const Configuration& configuration,
                                      std::uint64_t seed, const RateSearchOptions& options = {},
                                      std::stop_token stop = {});

}  // namespace vernier::advice
