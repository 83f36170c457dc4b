#pragma once
// What the batch size does: to the steps and the time of an epoch, to the steps that a loss takes, and to
// generalisation, measured by short paired trainings on these data.
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "vernier/advice/noise_scale.hpp"
#include "vernier/advice/paired_difference.hpp"
#include "vernier/advice/subject.hpp"

namespace vernier::advice {

struct BatchSizeOptions {
  std::vector<Index> sizes{};  ///< rising; by default batch_sizes_for
  std::int64_t epochs = 4;     ///< of each training, the same number for all sizes
  int seeds = 4;               ///< trainings of each size, the same seeds for all
};

struct BatchSizeRow {
  Index batch_size = 0;
  double learning_rate = 0;
  std::int64_t steps_per_epoch = 0;
  double seconds_per_epoch = 0;  ///< measured: differs from run to run
  double relative_steps = 0;     ///< to a loss, of the fewest possible; NaN where the noise scale is not known
  std::vector<double> losses{};  ///< the least validation loss of each seed
  std::optional<PairedDifference> difference{};  ///< above the smallest size, of which there is none
};

struct BatchSizes {
  std::vector<BatchSizeRow> rows{};
  RateRule rule = RateRule::linear;  ///< how the rate followed the size
  std::int64_t epochs = 0;
  std::int64_t steps = 0;

  [[nodiscard]] Json to_json() const;
};

/// Powers of four from 16 on, at most `count` and at most an eighth of the rows.
[[nodiscard]] std::vector<Index> batch_sizes_for(Index rows, int count = 4);

/// `configuration` has `rate` as its rate at its own batch size. A pure function of its arguments but for the seconds.
[[nodiscard]] BatchSizes compare_batch_sizes(const tune::TrainingTask& task, const Configuration& configuration,
                                             double rate, std::uint64_t seed, const NoiseScale* noise,
                                             const BatchSizeOptions& options = {}, std::stop_token stop = {});

}  // namespace vernier::advice
