#pragma once
// What samplers with a Gaussian process share: its parameters, and what the acquisition needs beside it.
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "vernier/samplers/support/earlier_models.hpp"
#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {

struct FittedModel {
  GaussianParameters parameters;
  GaussianTrend trend;    ///< of earlier studies, where the study has one objective
  bool misleads = false;  ///< it ranks trials that are left out of it hardly better than chance
};

/// The model that the first fitted_count() results lead to: a pure function of those, remembered until they change.
class ModelFit {
 public:
  explicit ModelFit(WarpKind warp, GaussianPrior prior = {}) : warp_(warp), prior_(prior) {}
  /// At least one settled result. `weights` as for evidence_of(); with several objectives nothing is remembered.
  [[nodiscard]] FittedModel fitted(const History& history, const Encoding& encoding,
                                   std::span<const double> weights = {});

 private:
  [[nodiscard]] FittedModel fit(const History& history, const Encoding& encoding, std::size_t count,
                                std::span<const double> weights);

  WarpKind warp_;
  GaussianPrior prior_;
  std::optional<FittedModel> fitted_;
  std::optional<EarlierModels> earlier_;  // in space_
  std::size_t count_ = 0;
  std::shared_ptr<const TrialRecord> last_;  // of those results
  SearchSpace space_;
};

/// Of the trials that meet their told constraints, if any does.
[[nodiscard]] double least_mean(const WarpedEvidence& warped, const GaussianProcess& process);
/// Where a trial has been or is running.
[[nodiscard]] std::set<std::vector<double>> points_of(const Evidence& evidence, const Encoding& encoding,
                                                      History::Records running);
/// The points of running trials, row after row.
[[nodiscard]] std::vector<double> flat(const std::vector<std::vector<double>>& points);

}  // namespace vernier
