#pragma once
// What samplers with a Gaussian process share: its parameters, and what the acquisition needs beside it.
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "vernier/samplers/support/acquisition.hpp"
#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {

/// The parameters that the first fitted_count() results lead to: a pure function of those, remembered until they
/// change. With more than many_coordinates the prior is the sparse one.
class ModelFit {
 public:
  explicit ModelFit(WarpKind warp, GaussianPrior prior = {}) : warp_(warp), prior_(prior) {}
  /// At least one settled result. `weights` as for evidence_of(); with several objectives nothing is remembered.
  [[nodiscard]] GaussianParameters parameters(const History& history, const Encoding& encoding,
                                              std::span<const double> weights = {});

 private:
  WarpKind warp_;
  GaussianPrior prior_;
  std::optional<GaussianParameters> fitted_;
  std::size_t count_ = 0;
  std::shared_ptr<const TrialRecord> last_;  // of those results
  SearchSpace space_;
};

/// Of the trials that meet their told constraints, if any does.
[[nodiscard]] double least_mean(const WarpedEvidence& warped, const GaussianProcess& process);
/// One for each told constraint.
[[nodiscard]] std::vector<ConstraintModel> constraint_models(const WarpedEvidence& warped, const Encoding& encoding);
/// Where a trial has been or is running.
[[nodiscard]] std::set<std::vector<double>> points_of(const Evidence& evidence, const Encoding& encoding,
                                                      History::Records running);
/// The points of running trials, row after row.
[[nodiscard]] std::vector<double> flat(const std::vector<std::vector<double>>& points);

}  // namespace vernier
