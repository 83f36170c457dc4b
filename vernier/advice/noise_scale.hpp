#pragma once
// The gradient noise scale: the batch size at which the noise of a gradient is as large as the gradient itself.
//   B_simple = tr(Sigma) / |G|^2
// Sigma: the covariance of the gradients of single rows, G: the gradient over all rows. Smaller batches waste steps,
// larger ones waste rows: reaching a loss takes S_min * (1 + B_simple / B) steps.
// Source: McCandlish, Kaplan, Amodei et al. 2018, "An empirical model of large-batch training", arXiv 1812.06162.
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

/// Of one moment of a training.
struct NoiseMoment {
  std::int64_t step = 0;
  double loss = 0;             ///< of the large batch
  double gradient_square = 0;  ///< an unbiased estimate of |G|^2; may be negative where noise covers the gradient
  double trace = 0;            ///< one of tr(Sigma)
};

struct NoiseScaleOptions {
  std::int64_t steps = 1000;  ///< of the training
  int moments = 12;           ///< at which gradients are compared, at even ratios of steps
  Index large_batch = 4096;   ///< at most so many rows; all where there are fewer
  int parts = 32;             ///< small batches that the large one is cut into
};

struct NoiseScale {
  std::vector<NoiseMoment> moments{};
  double scale = 0;  ///< over the training; see average_scale. Infinite where noise covers the gradient throughout
  double low = 0;    ///< the least and the largest of its moments: it grows while a network learns
  double high = 0;
  Index batch_size = 0;  ///< of the training
  std::int64_t steps = 0;

  /// Steps to a loss relative to the fewest possible, and rows relative to the fewest.
  [[nodiscard]] double relative_steps(Index batch) const { return 1 + scale / static_cast<double>(batch); }
  [[nodiscard]] double relative_rows(Index batch) const { return 1 + static_cast<double>(batch) / scale; }
  [[nodiscard]] Json to_json() const;
};

/// The estimates from the squared norms of gradients of two batch sizes (appendix A.1 of the paper).
[[nodiscard]] NoiseMoment noise_moment(double small_square, double small_batch, double large_square,
                                       double large_batch);

/// One over the mean of |G|^2 / tr(Sigma) of the moments: noisy estimates of |G|^2 stand above the line, where they may
/// be negative. The moment before any training is left out: its gradient is mostly the mean of the targets. Infinite
/// where the sum is not above 0.
[[nodiscard]] NoiseScale average_scale(std::vector<NoiseMoment> moments);

/// Trains the configuration, with the rate that it has, and compares gradients on the way. A pure function of its
/// arguments. Throws InvalidArgument as TrainingTask::prepare does, and for fewer than four rows.
[[nodiscard]] NoiseScale noise_scale(const tune::TrainingTask& task, const Configuration& configuration,
                                     std::uint64_t seed, const NoiseScaleOptions& options = {},
                                     std::stop_token stop = {});

}  // namespace vernier::advice
