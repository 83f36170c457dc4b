#include "vernier/samplers/support/population.hpp"

#include <algorithm>

#include "vernier/math/pareto.hpp"
#include "vernier/samplers/support/feasible.hpp"

namespace vernier {

void Population::update(const History& history, const Leaves& leaves) {
  walk_.advance(
      history,
      [&] {
        individuals_.clear();
        met_.clear();
      },
      [&](const TrialRecord& record) {
        Individual individual{
            record.number, genome_of(*history.space, record.params), standing_of(history, record), {}};
        met_.insert(genome_hash(individual.genome));
        if (individual.standing.end == Standing::End::failed) return;
        if (individual.standing.end == Standing::End::complete) {
          for (std::size_t k = 0; k < record.values.size(); ++k) {
            individual.losses.push_back(history.loss(record.values[k], k));
          }
        }
        individuals_.push_back(std::move(individual));
        if (individuals_.size() <= capacity_) return;
        individuals_.erase(individuals_.begin() + static_cast<std::ptrdiff_t>(leaves(individuals_)));
      });
}

std::vector<std::size_t> front_ranks(std::span<const Individual> individuals) {
  std::vector<std::vector<double>> points;
  std::vector<Standing> others;
  for (const Individual& individual : individuals) {
    if (individual.losses.empty()) {
      others.push_back(individual.standing);
    } else {
      points.push_back(individual.losses);
    }
  }
  const std::vector<std::size_t> by_loss = non_dominated_ranks(points);
  const std::size_t first = by_loss.empty() ? 0 : *std::max_element(by_loss.begin(), by_loss.end()) + 1;
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  std::vector<std::size_t> ranks;
  std::size_t point = 0;
  for (const Individual& individual : individuals) {
    if (!individual.losses.empty()) {
      ranks.push_back(by_loss[point++]);
      continue;
    }
    const auto place = std::lower_bound(others.begin(), others.end(), individual.standing) - others.begin();
    ranks.push_back(first + static_cast<std::size_t>(place));
  }
  return ranks;
}

ParamMap new_child(const History& history, const Population& population, Rng& rng,
                   const std::function<Genome(Rng&)>& child) {
  const SearchSpace& space = *history.space;
  std::vector<Genome> running;
  for (const auto& record : history.running) running.push_back(genome_of(space, record->params));
  for (int attempt = 0; attempt < 100; ++attempt) {
    ParamMap params = express(space, child(rng), rng);
    if (!space.feasible(params)) continue;
    const Genome genome = genome_of(space, params);
    const auto same = [hash = genome_hash(genome)](const Genome& other) { return genome_hash(other) == hash; };
    if (!population.met(genome) && std::none_of(running.begin(), running.end(), same)) return params;
  }
  return draw_feasible(space, rng);
}

}  // namespace vernier
