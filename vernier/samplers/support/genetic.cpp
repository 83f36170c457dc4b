#include "vernier/samplers/support/genetic.hpp"

#include <cmath>

namespace vernier {

void GeneticOptions::describe(OptionFields<GeneticOptions>& field) {
  field("population", &GeneticOptions::population, "how many of the trials so far have children").between(4, 10'000);
  field("startup", &GeneticOptions::startup,
        "trials of an even cover of the space before the first child; null: as many as the population")
      .between(2, 10'000);
  field("crossover", &GeneticOptions::crossover, "the share of children with two parents").between(0, 1);
  field("mutation", &GeneticOptions::mutation, "the probability that a parameter mutates; null: one of them on average")
      .between(0, 1);
}

GeneticSearch::GeneticSearch(GeneticOptions options)
    : options_(options), population_(static_cast<std::size_t>(options.population)) {}

Proposal GeneticSearch::propose(const History& history, Rng rng, const Population::Leaves& leaves,
                                const Tournament& tournament) {
  population_.update(history, leaves);
  const auto& individuals = population_.individuals();
  const auto count = std::ssize(individuals);
  if (count < std::min(options_.startup.value_or(options_.population), options_.population)) {
    return *startup_->propose(history, rng.split("startup"));
  }
  const SearchSpace& space = *history.space;
  const Better better = tournament(individuals);
  const auto parent = [&](Rng& stream) -> const Genome& {
    const auto a = static_cast<std::size_t>(stream.below(individuals.size()));
    const auto b = static_cast<std::size_t>(stream.below(individuals.size()));
    return individuals[better(b, a) ? b : a].genome;
  };
  const double rate = options_.mutation.value_or(1 / static_cast<double>(std::max<std::size_t>(1, space.size())));
  const auto child = [&](Rng& stream) {
    const Genome& first = parent(stream);
    Genome genome = stream.uniform() < options_.crossover ? crossed(space, first, parent(stream), stream) : first;
    for (std::size_t j = 0; j < genome.size(); ++j) {
      if (stream.uniform() < rate) mutate_at(space, genome, j, stream);
    }
    return genome;
  };
  return Proposal{new_child(history, population_, rng, child), std::nullopt};
}

}  // namespace vernier
