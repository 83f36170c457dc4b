#pragma once
// One training, judged at even distances, with the patience of early stopping.
#include <cstdint>
#include <stop_token>

#include "vernier/advice/curve_reading.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

struct CurveOptions {
  std::int64_t points = 60;          ///< at most
  std::int64_t steps_per_point = 0;  ///< 0: an epoch
  std::int64_t patience = 5;         ///< points without a lesser validation loss; the document's
};

struct TrainedCurves {
  LearningCurves curves{};
  std::int64_t steps = 0;
  double epochs_per_point = 1;
};

/// A pure function of its arguments. Throws InvalidArgument as TrainingTask::prepare does.
[[nodiscard]] TrainedCurves train_curves(const tune::TrainingTask& task, const Configuration& configuration,
                                         std::uint64_t seed, const CurveOptions& options, std::stop_token stop = {});

/// The patience of the early_stopping among the callbacks of a fit; else the document's.
[[nodiscard]] std::int64_t patience_of(const Configuration& configuration);

/// The loss of the best constant prediction for the training rows: the entropy of the classes for cross-entropies, the
/// variance for mean squared errors. Nothing for other losses and for several targets.
[[nodiscard]] std::optional<double> constant_loss(const tune::TrainingTask& task, const Configuration& configuration);

}  // namespace vernier::advice
