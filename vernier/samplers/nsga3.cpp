// A population that keeps to evenly spread directions in the space of many objectives.
#include <algorithm>

#include "vernier/math/reference_directions.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/genetic.hpp"

namespace vernier {
namespace {

struct Nsga3Niche {
  std::size_t direction = 0;
  double distance = 0;
};

/// The direction of each individual that has losses.
std::vector<Nsga3Niche> nsga3_niches(std::span<const Individual> individuals, const std::vector<std::size_t>& ranks,
                                     std::size_t population) {
  std::vector<std::vector<double>> points;
  std::vector<std::size_t> front;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < individuals.size(); ++i) {
    if (individuals[i].losses.empty()) continue;
    if (ranks[i] == 0) front.push_back(points.size());
    places.push_back(i);
    points.push_back(individuals[i].losses);
  }
  std::vector<Nsga3Niche> niches(individuals.size());
  if (points.empty()) return niches;
  const auto directions = das_dennis_points_within(points[0].size(), population);
  const auto normal = normalized_losses(points, front);
  for (std::size_t k = 0; k < places.size(); ++k) {
    const NearestDirection nearest = nearest_direction(normal[k], directions);
    niches[places[k]] = {nearest.index, nearest.distance};
  }
  return niches;
}

/// Of the last front, the one furthest from its direction among those whose direction has most individuals.
std::size_t nsga3_leaves(std::span<const Individual> individuals) {
  const std::vector<std::size_t> ranks = front_ranks(individuals);
  const std::vector<Nsga3Niche> niches = nsga3_niches(individuals, ranks, individuals.size() - 1);
  std::vector<std::size_t> crowd(individuals.size());
  for (std::size_t i = 0; i < individuals.size(); ++i) {
    if (!individuals[i].losses.empty()) ++crowd[niches[i].direction];
  }
  const auto leaves_before = [&](std::size_t a, std::size_t b) {
    if (ranks[a] != ranks[b]) return ranks[a] > ranks[b];
    if (individuals[a].losses.empty()) return false;
    const std::size_t crowd_a = crowd[niches[a].direction];
    const std::size_t crowd_b = crowd[niches[b].direction];
    return crowd_a != crowd_b ? crowd_a > crowd_b : niches[a].distance > niches[b].distance;
  };
  std::size_t leaves = 0;
  for (std::size_t i = 1; i < individuals.size(); ++i) {
    if (leaves_before(i, leaves)) leaves = i;
  }
  return leaves;
}

GeneticSearch::Better nsga3_tournament(std::span<const Individual> individuals) {
  std::vector<std::size_t> ranks = front_ranks(individuals);
  return [ranks = std::move(ranks)](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; };
}

class Nsga3Sampler : public Sampler {
 public:
  explicit Nsga3Sampler(GeneticOptions options) : search_(options) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    return search_.propose(history, rng, nsga3_leaves, nsga3_tournament);
  }
  std::string describe(const History&) const override {
    return fmt::format("nsga3: children of {} trials along reference directions", search_.options().population);
  }

 private:
  GeneticSearch search_;
};

}  // namespace

const SamplerInfo& sampler_nsga3() {
  static const SamplerInfo info{
      .name = "nsga3",
      .summary = "NSGA-III: a population along reference directions, for three objectives and more",
      .cites =
          "Deb and Jain 2014, An evolutionary many-objective optimization algorithm using "
          "reference-point-based nondominated sorting approach; Das and Dennis 1998",
      .suits = "a front of three objectives and more from a thousand quick trials",
      .ask = AskCost{0.1, 0.1},
      .options = option_table<GeneticOptions>(),
      .make = &make_with<Sampler, Nsga3Sampler, GeneticOptions>};
  return info;
}

}  // namespace vernier
