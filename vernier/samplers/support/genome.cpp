#include "vernier/samplers/support/genome.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vernier {
namespace {

constexpr double crossover_index = 15;
constexpr double mutation_index = 5;
constexpr double blended_share = 0.1;  // docs/decisions/evolutionary-search.md

bool is_category(const SearchSpace& space, std::size_t coordinate) {
  return space.parameters()[coordinate].distribution.kind() == Distribution::Kind::categorical;
}

/// One of the two values of simulated binary crossover within [0, 1].
double sbx(double a, double b, Rng& rng) {
  const double low = std::min(a, b);
  const double high = std::max(a, b);
  if (high - low < 1e-14) return a;
  const bool lower = rng.uniform() < 0.5;
  const double room = lower ? low : 1 - high;  // the spread is such that the child stays within the bounds
  const double alpha = 2 - std::pow(1 + 2 * room / (high - low), -(crossover_index + 1));
  const double u = rng.uniform();
  const double spread = u <= 1 / alpha ? std::pow(u * alpha, 1 / (crossover_index + 1))
                                       : std::pow(1 / (2 - u * alpha), 1 / (crossover_index + 1));
  const double middle = 0.5 * (low + high);
  const double offset = 0.5 * spread * (high - low);
  return std::clamp(lower ? middle - offset : middle + offset, 0.0, 1.0);
}

double polynomial_mutation(double x, Rng& rng) {
  const double u = rng.uniform();
  const double power = 1 / (mutation_index + 1);
  const double step = u < 0.5 ? std::pow(2 * u + (1 - 2 * u) * std::pow(1 - x, mutation_index + 1), power) - 1
                              : 1 - std::pow(2 * (1 - u) + (2 * u - 1) * std::pow(x, mutation_index + 1), power);
  return std::clamp(x + step, 0.0, 1.0);
}

}  // namespace

Genome genome_of(const SearchSpace& space, const ParamMap& params) {
  Genome genome(space.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t j = 0; j < genome.size(); ++j) {
    const Parameter& parameter = space.parameters()[j];
    const auto found = params.find(parameter.name);
    if (found == params.end() || !parameter.distribution.contains(found->second)) continue;
    genome[j] = parameter.distribution.to_unit(found->second);
  }
  return genome;
}

ParamMap express(const SearchSpace& space, Genome genome, Rng& rng) {
  for (double& coordinate : genome) {
    if (std::isnan(coordinate)) coordinate = rng.uniform();
  }
  return space.from_unit(genome);
}

std::uint64_t genome_hash(const Genome& genome) {
  std::uint64_t hash = genome.size();
  for (const double coordinate : genome) {
    const std::uint64_t bits = std::isnan(coordinate) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(coordinate);
    hash = (hash ^ bits) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32U;
  }
  return hash;
}

Genome crossed(const SearchSpace& space, const Genome& first, const Genome& second, Rng& rng) {
  Genome child = first;
  for (std::size_t j = 0; j < child.size(); ++j) {
    if (rng.uniform() < 0.5) continue;
    const bool blended = rng.uniform() < blended_share && !is_category(space, j) && !std::isnan(first[j]);
    child[j] = blended && !std::isnan(second[j]) ? sbx(first[j], second[j], rng) : second[j];
  }
  return child;
}

void mutate_at(const SearchSpace& space, Genome& genome, std::size_t coordinate, Rng& rng) {
  const Distribution& range = space.parameters()[coordinate].distribution;
  double& x = genome[coordinate];
  if (std::isnan(x)) {
    x = rng.uniform();
    return;
  }
  const auto cells = range.cardinality();
  if (cells == 1U) return;
  const auto count = static_cast<double>(cells.value_or(0));
  if (is_category(space, coordinate)) {
    const double other = 1 + static_cast<double>(rng.below(*cells - 1));
    x = std::fmod(x + other / count, 1.0);
    return;
  }
  const ParamValue before = range.from_unit(x);
  x = polynomial_mutation(x, rng);
  if (!cells || range.log() || range.from_unit(x) != before) return;
  const bool up = x >= 1 ? false : x <= 0 ? true : rng.uniform() < 0.5;  // a step at least
  x = std::clamp(x + (up ? 1 : -1) / count, 0.0, 1.0);
}

}  // namespace vernier
