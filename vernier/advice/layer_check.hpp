#pragma once
// How the layers of a network begin and where they are after an epoch: dead and saturated units, the spread of
// activations, gradients, and how far a step moves the weights.
// Sources: Glorot and Bengio 2010 (saturation, spread over the layers); He et al. 2015, arXiv 1502.01852 (relu); Lu et
// al. 2019, arXiv 1903.06733 (dead units).
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/advice/finding.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::advice {

/// One layer at one moment, over a sample of training rows. A unit is one place of the last axis.
struct LayerState {
  std::string name{};
  std::string activation{};              ///< "relu", "tanh", ...; empty where the layer has none
  std::optional<double> dead{};          ///< relu: the share of units that give 0 on all rows
  std::optional<double> saturated{};     ///< sigmoid, tanh: the share of outputs within a twentieth of either end
  double variance = 0;                   ///< of the outputs
  std::optional<double> gradient{};      ///< the norm of its weights' gradient; nothing without trainable weights
  std::optional<double> update_ratio{};  ///< the norm of one step over the norm of the weights
};

struct LayerCheck {
  std::vector<LayerState> at_start{};
  std::vector<LayerState> after{};  ///< empty where the training diverged
  std::int64_t steps = 0;           ///< between the two
  bool diverged = false;

  [[nodiscard]] std::vector<Finding> findings() const;
  [[nodiscard]] Json to_json() const;
};

struct LayerCheckOptions {
  Index rows = 256;           ///< of the sample
  std::int64_t steps = 1000;  ///< at most; fewer where an epoch is shorter
};

/// A pure function of its arguments. Throws InvalidArgument as TrainingTask::prepare does.
[[nodiscard]] LayerCheck check_layers(const tune::TrainingTask& task, const Configuration& configuration,
                                      std::uint64_t seed, const LayerCheckOptions& options = {},
                                      std::stop_token stop = {});

}  // namespace vernier::advice
