// Evolution for one objective: differential evolution, or a population that ages.
#include <algorithm>
#include <cmath>

#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/feasible.hpp"
#include "vernier/samplers/support/population.hpp"

namespace vernier {
namespace {

struct EvolutionOptions {
  std::string algorithm = "de";
  std::optional<std::int64_t> population{};
  double factor = 0.5;
  double crossover = 0.9;
  std::int64_t tournament = 10;
  std::optional<std::int64_t> startup{};
  static void describe(OptionFields<EvolutionOptions>& field) {
    field("algorithm", &EvolutionOptions::algorithm,
          "de: each trial is set against one of the population, moved by the difference of two others; regularized: a "
          "mutation of the best of a few, and the oldest leaves")
        .one_of({"de", "regularized"});
    field("population", &EvolutionOptions::population, "null: 20 for de, 50 for regularized").between(4, 10'000);
    field("factor", &EvolutionOptions::factor, "de: the share of the difference").above(0).at_most(2);
    field("crossover", &EvolutionOptions::crossover, "de: the probability that a parameter takes part").between(0, 1);
    field("tournament", &EvolutionOptions::tournament, "regularized: how many the parent is the best of")
        .between(1, 10'000);
    field("startup", &EvolutionOptions::startup,
          "trials of an even cover of the space; null: as many as the population")
        .between(4, 10'000);
  }
};

double reflected(double x) {
  const double within = std::fmod(std::abs(x), 2.0);
  return within > 1 ? 2 - within : within;
}

class EvolutionSampler : public Sampler {
 public:
  explicit EvolutionSampler(EvolutionOptions options)
      : options_(std::move(options)),
        capacity_(static_cast<std::size_t>(options_.population.value_or(aging() ? 50 : 20))),
        population_(capacity_) {}

  std::optional<Proposal> propose(const History& history, Rng rng) override {
    const std::size_t slot = static_cast<std::size_t>(history.next_trial) % capacity_;
    population_.update(history, [&](std::span<const Individual> all) { return leaves(all); });
    const auto& individuals = population_.individuals();
    const auto startup = std::min(capacity_, static_cast<std::size_t>(options_.startup.value_or(10'000)));
    if (individuals.size() < std::max<std::size_t>(4, startup)) {
      return startup_->propose(history, rng.split("startup"));
    }
    const auto child = [&](Rng& stream) { return aging() ? mutant(*history.space, stream) : trial(slot, stream); };
    return Proposal{new_child(history, population_, rng, child), std::nullopt};
  }

  std::string describe(const History&) const override {
    return fmt::format("evolution: {} with a population of {}",
                       aging() ? "regularised evolution" : "differential evolution", capacity_);
  }

 private:
  [[nodiscard]] bool aging() const { return options_.algorithm == "regularized"; }

  [[nodiscard]] std::size_t slot_of(const Individual& individual) const {
    return static_cast<std::size_t>(individual.number) % capacity_;
  }

  /// Of the aging population the oldest. Of differential evolution, where trial n is set against the one whose slot
  /// n mod population is: the worse of the two; where the slot was empty, the worst of all.
  [[nodiscard]] std::size_t leaves(std::span<const Individual> all) const {
    if (aging()) return 0;
    const std::size_t newest = all.size() - 1;
    std::size_t worst = newest;
    for (std::size_t i = 0; i < newest; ++i) {
      if (slot_of(all[i]) == slot_of(all[newest])) return all[i].standing < all[newest].standing ? newest : i;
      if (all[worst].standing < all[i].standing) worst = i;
    }
    return worst;
  }

  /// DE/rand/1/bin (Storn and Price 1997).
  [[nodiscard]] Genome trial(std::size_t slot, Rng& rng) const {
    const auto& all = population_.individuals();
    std::vector<std::size_t> order(all.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    rng.shuffle(std::span<std::size_t>(order));
    const auto target =
        std::find_if(all.begin(), all.end(), [&](const Individual& individual) { return slot_of(individual) == slot; });
    const std::size_t own = target == all.end() ? order.back() : static_cast<std::size_t>(target - all.begin());
    std::erase(order, own);
    Genome genome = all[own].genome;
    const Genome& base = all[order[0]].genome;
    const Genome& plus = all[order[1]].genome;
    const Genome& minus = all[order[2]].genome;
    const std::size_t certain = genome.empty() ? 0 : static_cast<std::size_t>(rng.below(genome.size()));
    for (std::size_t j = 0; j < genome.size(); ++j) {
      if (!(rng.uniform() < options_.crossover) && j != certain) continue;
      genome[j] = reflected(base[j] + options_.factor * (plus[j] - minus[j]));  // NaN where one of them is
    }
    return genome;
  }

  /// Real, Aggarwal, Huang, Le 2019: one change to the best of a random few.
  [[nodiscard]] Genome mutant(const SearchSpace& space, Rng& rng) const {
    const auto& all = population_.individuals();
    const Individual* best = nullptr;
    for (std::int64_t i = 0; i < options_.tournament; ++i) {
      const Individual& other = all[static_cast<std::size_t>(rng.below(all.size()))];
      if (best == nullptr || other.standing < best->standing) best = &other;
    }
    Genome genome = best->genome;
    std::vector<std::size_t> free;
    for (std::size_t j = 0; j < genome.size(); ++j) {
      if (!std::isnan(genome[j]) && space.parameters()[j].distribution.cardinality() != 1U) free.push_back(j);
    }
    if (!free.empty()) mutate_at(space, genome, free[static_cast<std::size_t>(rng.below(free.size()))], rng);
    return genome;
  }

  EvolutionOptions options_;
  std::size_t capacity_;
  Population population_;
  std::unique_ptr<Sampler> startup_ = make_sampler("qmc");
};

}  // namespace

const SamplerInfo& sampler_evolution() {
  static const SamplerInfo info{
      .name = "evolution",
      .summary = "differential evolution, or regularised evolution, of a population",
      .cites =
          "Storn and Price 1997, Differential evolution; Real, Aggarwal, Huang, Le 2019, Regularized evolution "
          "for image classifier architecture search",
      .aliases = {},
      .handles = {.multi_objective = false},
      .suits = "thousands of quick trials; algorithm=regularized: architectures",
      .ask = AskCost{0.05, 0.05},
      .options = option_table<EvolutionOptions>(),
      .make = &make_with<Sampler, EvolutionSampler, EvolutionOptions>};
  return info;
}

}  // namespace vernier
