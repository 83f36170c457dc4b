#pragma once
// Range analysis (极差分析), analysis of variance, signal-to-noise ratios, the predicted optimum and its confirmation:
// what an orthogonal design is run for. Reads any study; made for those of the sampler `orthogonal`.
//
//   FactorAnalysis analysis = analyse_factors(history);
//   for (const FactorReport& factor : analysis.factors) use(factor.name, factor.rank, factor.range, factor.p);
//
// A parameter becomes a factor with levels: its distinct values, where each was tried about twice or more and they are
// few or about equally frequent (any orthogonal, factorial or grid study, any category); else up to `bins` groups of
// neighbouring values with about as many trials each, fewer when trials are scarce. "inactive" is a level of its own.
//
// Sources: Taguchi: System of Experimental Design (1987); Roy: A Primer on the Taguchi Method (1990), chapter 6 (pure
// sums of squares, pooling, intervals); Yates 1934 for missing runs (least squares, type III sums).
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/trial/history.hpp"

namespace vernier {

/// When factors of small effect are added to the error: in the order of their sums of squares, as long as the error
/// has at most half of all degrees of freedom and a factor is left. F and p of the others are then too optimistic, as
/// the smallest are chosen by their smallness; without degrees of freedom for the error there are none at all.
enum class ErrorPooling { never, when_saturated, always };

enum class FactorResponse {
  value,            ///< the value of each trial
  signal_to_noise,  ///< the signal-to-noise ratio of the trials of equal levels, in dB: more is better
};

struct FactorAnalysisOptions {
  std::size_t objective = 0;
  ErrorPooling pooling = ErrorPooling::when_saturated;
  FactorResponse response = FactorResponse::value;
  int bins = 5;              ///< 2 to 64
  double confidence = 0.95;  ///< of the intervals, above 0 and below 1
};

struct LevelReport {
  std::string label;                ///< "0.01", "adam", "[0.1, 0.3]", "inactive"
  std::optional<ParamValue> value;  ///< the level's value, of a group its middle trial's; nothing for "inactive"
  int count = 0;                    ///< trials
  double average = 0;               ///< plain mean of the response
  double mean = 0;                  ///< mean freed of the other factors; the same where the design is orthogonal
};

struct FactorReport {
  std::string name;
  std::vector<LevelReport> levels;
  bool grouped = false;     ///< levels are groups of values
  std::size_t best = 0;     ///< the level of the best mean
  double range = 0;         ///< R: largest less smallest mean
  int rank = 0;             ///< 1 for the largest range
  int freedom = 0;          ///< degrees of freedom; 0 when the factor cannot be told from others
  double sum_squares = 0;   ///< type III where runs are missing
  double share = 0;         ///< sum_squares / total, 0 to 1
  bool pooled = false;      ///< counted as error
  double mean_square = 0;   ///< sum_squares / freedom
  std::optional<double> f;  ///< mean_square / the error's; nothing when pooled or without an error estimate
  std::optional<double> p;  ///< P(F >= f) if the factor had no effect
  double contribution = 0;  ///< percent: (sum_squares - freedom * error mean square) / total, 0 when pooled
};

/// A run at the predicted optimum, told from the design because the design without it is balanced.
struct ConfirmationReport {
  TrialNumber trial = 0;
  double value = 0;                 ///< what it gave
  std::optional<double> predicted;  ///< what the model says of its levels
  std::optional<double> low;        ///< interval in which a single new run should fall
  std::optional<double> high;
  std::optional<bool> agrees;  ///< within the interval
};

struct FactorAnalysis {
  std::vector<FactorReport> factors;  ///< in the order of the space
  std::vector<std::string> constant;  ///< parameters that never varied
  bool balanced = false;              ///< all pairs of factors have proportional frequencies
  int runs = 0;                       ///< rows analysed: trials, or groups of equal ones
  int missing = 0;                    ///< failed and pruned trials, which give no value
  double mean = 0;
  double total_squares = 0;
  int total_freedom = 0;
  double error_squares = 0;  ///< with what was pooled
  int error_freedom = 0;
  std::optional<double> error_mean_square;
  double error_contribution = 0;    ///< percent: what the factors' leave
  ParamMap optimum;                 ///< the best level of each factor; feasible
  std::optional<double> predicted;  ///< the response there, of the factors that are not pooled
  std::optional<double> low;        ///< interval of the mean response there
  std::optional<double> high;
  std::optional<ConfirmationReport> confirmation;
};

/// Throws InvalidState with fewer than two complete trials, InvalidArgument for an option out of range.
[[nodiscard]] FactorAnalysis analyse_factors(const History& history, const FactorAnalysisOptions& options = {});

/// -10 log10 of the mean of y^2 (minimize: smaller is better) or of 1 / y^2 (maximize: larger is better). In dB.
[[nodiscard]] double signal_to_noise(std::span<const double> values, Direction direction);
/// 10 log10(mean^2 / variance): nominal is best. Infinite without variance; at least two values.
[[nodiscard]] double signal_to_noise_nominal(std::span<const double> values);

}  // namespace vernier
