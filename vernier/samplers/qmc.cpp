// Quasi-random points: they cover the space more evenly than independent draws.
#include <fmt/core.h>

#include "vernier/math/sobol.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/belief.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {
namespace {

struct QmcOptions {
  bool scramble = true;
  bool prior = false;
  static void describe(OptionFields<QmcOptions>& field) {
    field("scramble", &QmcOptions::scramble,
          "Owen scrambling by the study's seed; without it all studies share the points");
    field("prior", &QmcOptions::prior,
          "parameters that have a prior are spread by it; trial 0 has their expected values");
  }
};

/// Trial k gets point k of the sequence. A point that the constraints refuse is replaced by point k + j * 2^20 for the
/// first j that is feasible, far enough off not to meet another trial's.
class QmcSampler : public Sampler {
 public:
  explicit QmcSampler(QmcOptions options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    const SearchSpace& space = *history.space;
    if (space.empty()) return Proposal{};
    const std::size_t dimension = std::min(space.size(), SobolPoints::max_dimension);
    const Rng root = Rng(history.seed).split("qmc");
    std::vector<std::uint32_t> scrambles;
    if (options_.scramble) {
      for (std::size_t k = 0; k < dimension; ++k) scrambles.push_back(root.split(space.parameters()[k].name).next32());
    }
    SobolPoints points(dimension, scrambles);
    std::vector<double> point(space.size());
    for (std::uint64_t attempt = 0; attempt < 1000; ++attempt) {
      points.point(static_cast<std::uint64_t>(history.next_trial) + (attempt << 20), std::span(point).first(dimension));
      // past the last direction number the remaining coordinates are independent
      for (std::size_t k = dimension; k < point.size(); ++k) point[k] = rng.uniform();
      for (std::size_t k = 0; k < dimension; ++k) {
        point[k] = permuted(space.parameters()[k], point[k], root);
      }
      if (options_.prior) follow_priors(point, space, history.next_trial == 0 && attempt == 0);
      ParamMap params = space.from_unit(point);
      if (space.feasible(params)) return Proposal{std::move(params), std::nullopt};
    }
    return Proposal{draw_feasible(space, rng), std::nullopt};
  }

  std::string describe(const History&) const override {
    return options_.scramble ? "qmc: Owen-scrambled Sobol points" : "qmc: Sobol points";
  }

 private:
  /// Categories have no order: a fixed random permutation of them keeps neighbours in the sequence from being
  /// neighbours.
  double permuted(const Parameter& parameter, double u, const Rng& root) const {
    if (parameter.distribution.kind() != Distribution::Kind::categorical || !options_.scramble) return u;
    const std::size_t count = parameter.distribution.values().size();
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = i;
    Rng rng = root.split(parameter.name).split("order");
    rng.shuffle(std::span<std::size_t>(order));
    const auto cell = std::min(count - 1, static_cast<std::size_t>(u * static_cast<double>(count)));
    return (static_cast<double>(order[cell]) + 0.5) / static_cast<double>(count);
  }

  static void follow_priors(std::vector<double>& point, const SearchSpace& space, bool expected) {
    for (std::size_t k = 0; k < point.size(); ++k) {
      const Parameter& parameter = space.parameters()[k];
      if (!parameter.prior) continue;
      point[k] = expected ? parameter.distribution.to_unit(parameter.prior->value) : believed(parameter, point[k]);
    }
  }

  QmcOptions options_;
};

}  // namespace

const SamplerInfo& sampler_qmc() {
  static const SamplerInfo info{
      .name = "qmc",
      .summary = "Owen-scrambled Sobol points: an even cover of the space",
      .cites = "Sobol 1967; Joe and Kuo 2008; Owen 1995; Burley 2020, Practical hash-based Owen scrambling",
      .aliases = {"sobol"},
      .suits = "the first trials of a study, and an even cover for effects and importance",
      .ask = AskCost{0.05, 0.06},
      .options = option_table<QmcOptions>(),
      .make = &make_with<Sampler, QmcSampler, QmcOptions>};
  return info;
}

}  // namespace vernier
