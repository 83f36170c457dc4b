#pragma once
// Tells a study's trial of every epoch of a fit, and ends the fit when the pruner says so.
#include <memory>
#include <string>

#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/study/trial.hpp"

namespace vernier::tune {

/// Reports the logged quantity `monitor` after every epoch, counted from 1. When the pruner answers stop or pause the
/// fit ends; the objective then returns the value reached so far, or throws TrialPruned. Throws InvalidArgument when
/// the quantity is not logged, StopRequested when the run is interrupted. The trial must outlive the fit.
class PruningCallback : public nn::Callback {
 public:
  PruningCallback(Trial& trial, std::string monitor) : trial_(trial), monitor_(std::move(monitor)) {}
  void on_epoch_end(nn::FitState& state, nn::Logs& logs) override;

 private:
  Trial& trial_;
  std::string monitor_;
};

///   model.fit(x, y, {.callbacks = {tune::Pruning(trial, "val_accuracy")}});
[[nodiscard]] inline std::shared_ptr<PruningCallback> Pruning(Trial& trial, std::string monitor) {
  return std::make_shared<PruningCallback>(trial, std::move(monitor));
}

}  // namespace vernier::tune
