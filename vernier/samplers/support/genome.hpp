#pragma once
// Configurations as points of the unit cube that evolutionary methods recombine and mutate.
#include <cstdint>
#include <limits>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// One coordinate in [0, 1] for each parameter of the space, in its order: Distribution::to_unit. NaN: not active.
using Genome = std::vector<double>;

[[nodiscard]] Genome genome_of(const SearchSpace& space, const ParamMap& params);
/// The configuration; what is NaN but active is drawn at random. May be infeasible.
[[nodiscard]] ParamMap express(const SearchSpace& space, Genome genome, Rng& rng);
/// The same for equal genomes, and different for others as far as 64 bits can tell.
[[nodiscard]] std::uint64_t genome_hash(const Genome& genome);

/// A child of two parents: each coordinate is that of either with the same probability; of those of the second parent a
/// tenth are numbers between and around the two (simulated binary crossover, Deb and Agrawal 1995, index 15).
[[nodiscard]] Genome crossed(const SearchSpace& space, const Genome& first, const Genome& second, Rng& rng);
/// Another value at one coordinate: a number by polynomial mutation (Deb and Goyal 1996, index 5), a category by
/// another one.
void mutate_at(const SearchSpace& space, Genome& genome, std::size_t coordinate, Rng& rng);

}  // namespace vernier
