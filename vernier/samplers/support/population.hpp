#pragma once
// The population of an evolutionary method as a fold over the settled trials.
#include <functional>
#include <span>
#include <unordered_set>
#include <vector>

#include "vernier/samplers/support/finished_walk.hpp"
#include "vernier/samplers/support/genome.hpp"
#include "vernier/samplers/support/standing.hpp"

namespace vernier {

struct Individual {
  TrialNumber number = 0;
  Genome genome;
  Standing standing;
  std::vector<double> losses;  ///< all objectives, of a trial that is complete and violates nothing; else empty
};

/// Each finished trial enters as soon as it is settled, whoever proposed it, unless it failed; once more than
/// `capacity` are there, one leaves. So there are no generations to wait for, and late results are as good as others
/// (steady state; Durillo, Nebro, Luna, Alba 2009, "On the effect of the steady-state selection scheme in
/// multi-objective genetic algorithms").
class Population {
 public:
  /// The index of the one that leaves.
  using Leaves = std::function<std::size_t(std::span<const Individual>)>;

  explicit Population(std::size_t capacity) : capacity_(capacity) {}

  void update(const History& history, const Leaves& leaves);
  /// In the settled order.
  [[nodiscard]] const std::vector<Individual>& individuals() const { return individuals_; }
  /// Whether a settled trial has had this genome.
  [[nodiscard]] bool met(const Genome& genome) const { return met_.contains(genome_hash(genome)); }

 private:
  std::size_t capacity_;
  FinishedWalk walk_;
  std::vector<Individual> individuals_;
  std::unordered_set<std::uint64_t> met_;
};

/// Fronts of the population: complete trials by domination, everything else behind them, one front for each standing
/// (the constrained domination of Deb et al. 2002).
[[nodiscard]] std::vector<std::size_t> front_ranks(std::span<const Individual> individuals);

/// Draws children by `child` until one is feasible and neither met nor running; after 100 of them the last resort is
/// draw_feasible.
[[nodiscard]] ParamMap new_child(const History& history, const Population& population, Rng& rng,
                                 const std::function<Genome(Rng&)>& child);

}  // namespace vernier
