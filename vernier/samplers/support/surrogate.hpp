#pragma once
// What a Gaussian process learns of a study.
#include <optional>
#include <span>
#include <vector>

#include "vernier/math/gaussian_process.hpp"
#include "vernier/math/output_warp.hpp"
#include "vernier/samplers/support/encoding.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// The trials that say something, by number, and what is to be made small. A trial that was pruned or paused stands for
/// its last report. A failed one has loss NaN: worse than all others.
struct Evidence {
  std::vector<const TrialRecord*> trials;
  std::vector<double> losses;
};

/// Of the first `settled` results. Several objectives become one by `weights`: the augmented Chebyshev function of
/// ParEGO (Knowles 2006) on objectives scaled to [0, 1].
[[nodiscard]] Evidence evidence_of(const History& history, std::size_t settled, std::span<const double> weights = {});

/// At most `limit` trials of all: the best half, the newest quarter, the others evenly among the rest; by number.
[[nodiscard]] Evidence thinned(Evidence evidence, std::size_t limit);

/// A model fits up to so many trials; of more it takes thinned().
inline constexpr std::size_t most_modelled = 500;
/// And its parameters to so many.
inline constexpr std::size_t most_fitted = 200;

/// The losses as a Gaussian process sees them.
struct WarpedEvidence {
  Evidence evidence;
  OutputWarp warp;
  GaussianData data;  ///< row i is trial i
};
/// Nothing where no trial has a finite loss.
[[nodiscard]] std::optional<WarpedEvidence> warp_evidence(Evidence evidence, const Encoding& encoding, WarpKind kind);

/// The parameters that `count` results lead to. They change at certain counts alone, so that a long study fits seldom.
[[nodiscard]] std::size_t fitted_count(std::size_t count);

/// A configuration that has been evaluated, by what the model makes of all evaluations.
struct Candidate {
  std::size_t row = 0;    ///< of its best trial
  std::size_t count = 0;  ///< evaluations
  double mean = 0;        ///< warped
  double deviation = 0;
};
/// Those with a complete trial that meets its told constraints, the best first.
[[nodiscard]] std::vector<Candidate> candidates_of(const WarpedEvidence& warped, const GaussianProcess& process);

/// The share of pairs of different values that `predicted` does not put in their order; 0 where there is none.
[[nodiscard]] double misranked_share(std::span<const double> predicted, std::span<const double> values);

/// What configurations that were tried again say of the objective.
struct Repeats {
  int count = 0;      ///< evaluations beyond the first ones
  bool agree = true;  ///< with those, to the last bit
  /// The objective has no noise.
  [[nodiscard]] bool exact() const { return agree && count >= 2; }
};
[[nodiscard]] Repeats repeats_of(const Evidence& evidence, const Encoding& encoding);

}  // namespace vernier
