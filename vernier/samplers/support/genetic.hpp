#pragma once
// What NSGA-II and NSGA-III have in common: an even cover of the space, then children of a population.
#include <memory>

#include "vernier/base/options.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/population.hpp"

namespace vernier {

struct GeneticOptions {
  std::int64_t population = 50;
  std::optional<std::int64_t> startup{};
  double crossover = 0.9;
  std::optional<double> mutation{};
  static void describe(OptionFields<GeneticOptions>& field);
};

class GeneticSearch {
 public:
  explicit GeneticSearch(GeneticOptions options);

  [[nodiscard]] const GeneticOptions& options() const { return options_; }
  /// `better(individuals, a, b)` decides a tournament between two indices.
  using Better = std::function<bool(std::size_t a, std::size_t b)>;
  using Tournament = std::function<Better(std::span<const Individual>)>;
  [[nodiscard]] Proposal propose(const History& history, Rng rng, const Population::Leaves& leaves,
                                 const Tournament& tournament);

 private:
  GeneticOptions options_;
  Population population_;
  std::unique_ptr<Sampler> startup_ = make_sampler("qmc");
};

}  // namespace vernier
