#pragma once
// The learning-rate range test: the rate grows exponentially from batch to batch, and the loss is watched.
// Source: Smith 2017, "Cyclical learning rates for training neural networks", arXiv 1506.01186; the smoothing and the
// end at divergence are those of Gugger and Howard (fastai).
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

struct RangeTestOptions {
  double lowest = 1e-6;
  double highest = 10;
  std::int64_t steps = 200;  ///< from the lowest rate to the highest, at equal ratios
  int seeds = 2;             ///< fresh networks whose losses are averaged
  double smoothing = 0.9;    ///< of the running mean of losses; its bias at the beginning is corrected
};

/// One number for each rate up to the divergence of the first network.
struct RangeTest {
  std::vector<double> rates{};
  std::vector<double> losses{};      ///< of the batch, averaged over the networks
  std::vector<double> smoothed{};    ///< the running means, averaged
  std::optional<double> diverged{};  ///< the rate at which the first network's running mean passed four times its least
  double steepest = 0;               ///< where the running mean falls fastest by the logarithm of the rate
  double minimum = 0;                ///< where it is least
  std::int64_t steps = 0;            ///< taken in all

  [[nodiscard]] Json to_json() const;
};

/// Running means of a loss, corrected as Adam corrects its moments.
[[nodiscard]] std::vector<double> smoothed_losses(const std::vector<double>& losses, double smoothing);

/// A pure function of its arguments. Throws InvalidArgument as TrainingTask::prepare does.
[[nodiscard]] RangeTest range_test(const tune::TrainingTask& task, const Configuration& configuration,
                                   std::uint64_t seed, const RangeTestOptions& options = {}, std::stop_token stop = {});

}  // namespace vernier::advice
