#pragma once
// How much a trial at a point promises, and where it promises most.
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/math/gaussian_process.hpp"
#include "vernier/samplers/support/belief.hpp"
#include "vernier/samplers/support/encoding.hpp"

namespace vernier {

enum class AcquisitionKind {
  ucb,    ///< mean less `width` standard deviations (Srinivas et al. 2010)
  logei,  ///< logarithm of the expected improvement on `reference` (Ament et al. 2023)
};

/// A told constraint: what it models, and the value above which it is violated.
struct ConstraintModel {
  GaussianProcess process;
  double limit = 0;
};

/// Of losses that a Gaussian process models; more is better. What it refers to must outlive it.
struct Acquisition {
  AcquisitionKind kind = AcquisitionKind::ucb;
  double width = 0;
  double reference = 0;
  const GaussianProcess* objective = nullptr;
  std::span<const ConstraintModel> constraints;  ///< each adds the logarithm of the probability that it is met
  const Belief* belief = nullptr;                ///< adds its log density `belief_weight` times (Hvarfner et al. 2022)
  double belief_weight = 0;
  const GaussianProcess* cost = nullptr;  ///< its mean is taken off `cost_weight` times
  double cost_weight = 0;

  /// Of points, row after row.
  void score(std::span<const double> points, std::span<double> scores) const;
  /// At one point; the gradient is by its numbers.
  [[nodiscard]] double score_with_gradient(std::span<const double> point, std::span<double> gradient) const;
};

/// A box around a draw, of sides `length`, within which alone to look; draws change few of its coordinates.
struct TrustRegion {
  std::vector<double> center;
  double length = 1;
};

/// Where to look for the greatest score.
struct AcquisitionSearch {
  const Encoding* encoding = nullptr;
  const Acquisition* acquisition = nullptr;
  std::vector<std::vector<double>> starts;   ///< draws near which to look
  std::set<std::vector<double>> taken;       ///< points that are not to be proposed
  std::vector<std::vector<double>> pending;  ///< points of running trials, near which nothing is to be proposed
  std::optional<TrustRegion> region{};
};

struct AcquisitionMaximum {
  std::vector<double> draw;
  double score = 0;
};

/// Scattered draws and changes of `starts`; from the best of them, coordinate by coordinate through the values of a
/// discrete one, and along the gradient in the real ones. Feasible and not taken; nothing where none such was met.
[[nodiscard]] std::optional<AcquisitionMaximum> maximize_acquisition(const AcquisitionSearch& search, Rng& rng);

}  // namespace vernier
