// A population that spreads along the front of several objectives.
#include <algorithm>
#include <limits>

#include "vernier/math/pareto.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/genetic.hpp"

namespace vernier {
namespace {

/// Crowding distances within each front.
std::vector<double> front_crowding(std::span<const Individual> individuals, const std::vector<std::size_t>& ranks) {
  std::vector<double> distances(individuals.size(), std::numeric_limits<double>::infinity());
  std::size_t last = 0;
  for (const std::size_t rank : ranks) last = std::max(last, rank);
  for (std::size_t rank = 0; rank <= last; ++rank) {
    std::vector<std::size_t> members;
    std::vector<std::vector<double>> points;
    for (std::size_t i = 0; i < individuals.size(); ++i) {
      if (ranks[i] != rank || individuals[i].losses.empty()) continue;
      members.push_back(i);
      points.push_back(individuals[i].losses);
    }
    const std::vector<double> own = crowding_distances(points);
    for (std::size_t k = 0; k < members.size(); ++k) distances[members[k]] = own[k];
  }
  return distances;
}

/// The most crowded of the last front; of equals the oldest.
std::size_t nsga2_leaves(std::span<const Individual> individuals) {
  const std::vector<std::size_t> ranks = front_ranks(individuals);
  const std::vector<double> distances = front_crowding(individuals, ranks);
  std::size_t leaves = 0;
  for (std::size_t i = 1; i < individuals.size(); ++i) {
    if (ranks[i] > ranks[leaves] || (ranks[i] == ranks[leaves] && distances[i] < distances[leaves])) leaves = i;
  }
  return leaves;
}

GeneticSearch::Better nsga2_tournament(std::span<const Individual> individuals) {
  std::vector<std::size_t> ranks = front_ranks(individuals);
  std::vector<double> distances = front_crowding(individuals, ranks);
  return [ranks = std::move(ranks), distances = std::move(distances)](std::size_t a, std::size_t b) {
    return ranks[a] < ranks[b] || (ranks[a] == ranks[b] && distances[a] > distances[b]);
  };
}

class Nsga2Sampler : public Sampler {
 public:
  explicit Nsga2Sampler(GeneticOptions options) : search_(options) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    return search_.propose(history, rng, nsga2_leaves, nsga2_tournament);
  }
  std::string describe(const History&) const override {
    return fmt::format("nsga2: children of the {} best trials", search_.options().population);
  }

 private:
  GeneticSearch search_;
};

}  // namespace

const SamplerInfo& sampler_nsga2() {
  static const SamplerInfo info{
      .name = "nsga2",
      .summary = "NSGA-II: a population that spreads along the front of two or three objectives",
      .cites = "Deb, Pratap, Agarwal, Meyarivan 2002, A fast and elitist multiobjective genetic algorithm: NSGA-II",
      .suits = "a front of two or three objectives from a thousand quick trials",
      .ask = AskCost{0.1, 0.1},
      .options = option_table<GeneticOptions>(),
      .make = &make_with<Sampler, Nsga2Sampler, GeneticOptions>};
  return info;
}

}  // namespace vernier
