// Length scales: what the model of a Gaussian process says at no further cost.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/importance/support/ranking.hpp"
#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {
namespace {

constexpr std::size_t fewest_trials = 10;

/// Of the squared distance that the kernel sees between two trials, the mean share of each parameter: its relevance,
/// 1 / length scale^2, times how far the trials lie apart in it.
class LengthScalesImportance : public ImportanceEvaluator {
 public:
  std::vector<Importance> evaluate(const History& history, Rng) const override {
    const Encoding encoding(*history.space);
    History first = history;
    first.objectives = history.objectives.first(1);
    auto warped =
        warp_evidence(thinned(evidence_of(first, history.settled.size()), most_fitted), encoding, WarpKind::half_rank);
    const std::size_t trials = warped ? warped->data.size() : 0;
    if (trials < fewest_trials) {
      throw InvalidState(fmt::format("{} trials with results say too little of length scales", trials),
                         fmt::format("at least {}", fewest_trials), "Run more trials, then ask again.");
    }
    const GaussianParameters parameters = fit_gaussian_process(warped->data);
    std::vector<Importance> result;
    for (const Parameter& parameter : history.space->parameters()) result.push_back({parameter.name, 0, {}, {}});
    for (const Encoding::Column& column : encoding.columns()) {
      result[column.parameter].importance = parameters.relevance[column.place] * mean_square(warped->data, column);
    }
    return ranked_shares(std::move(result));
  }

 private:
  /// The mean squared difference of all pairs of trials; of a category the share of pairs that differ.
  static double mean_square(const GaussianData& data, const Encoding::Column& column) {
    const auto at = [&](std::size_t i) { return data.points[i * data.dimension() + column.place]; };
    double sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        sum += column.category ? static_cast<double>(at(i) != at(j)) : (at(i) - at(j)) * (at(i) - at(j));
      }
    }
    return sum / (0.5 * static_cast<double>(data.size() * (data.size() - 1)));
  }
};

}  // namespace

const ImportanceInfo& importance_length_scales() {
  static const ImportanceInfo info{
      .name = "length_scales",
      .summary = "share of the distance between trials that a Gaussian process of the results sees",
      .cites = "Neal 1996, automatic relevance determination",
      .aliases = {"ard"},
      .options = option_table<NoOptions>(),
      .make = &make_with<ImportanceEvaluator, LengthScalesImportance, NoOptions>};
  return info;
}

}  // namespace vernier
