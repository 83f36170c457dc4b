#pragma once
// A training of a few steps, judged several times on the way: what trials of a learning rate or a batch size are made
// of.
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

/// Called after each step (from 1) with the batch's loss; true ends the training.
using StepObserver = std::function<bool(nn::Model& model, std::int64_t step, double loss)>;

/// Trains for at most so many steps, in epochs as fit makes them, without callbacks and validation.
/// A requested stop ends it early.
void train_steps(tune::PreparedTraining& training, std::int64_t steps, const StepObserver& observe,
                 std::stop_token stop = {});

/// The loss on the validation part, without one on the training part: on at most 2,000 rows of it, always the same.
[[nodiscard]] double judged_loss(tune::PreparedTraining& training);

struct ShortTraining {
  std::vector<double> losses{};  ///< judged, at even distances of steps
  double least = 0;              ///< of them; infinite where the training diverged before it was judged
  double seconds = 0;            ///< of the steps alone
  std::int64_t steps = 0;
};

/// A pure function of its arguments but for the seconds. Throws InvalidArgument as TrainingTask::prepare does.
[[nodiscard]] ShortTraining train_shortly(const tune::TrainingTask& task, const Configuration& configuration,
                                          std::uint64_t seed, std::int64_t steps, int judgements,
                                          std::stop_token stop = {});

}  // namespace vernier::advice
