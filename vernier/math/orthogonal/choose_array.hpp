#pragma once
// The smallest orthogonal array for given factors.
#include <span>
#include <string>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/math/orthogonal/array.hpp"

namespace vernier {

/// What is asked of an array.
struct ArrayWish {
  int strength = 2;     ///< 2 to 6
  int max_runs = 4096;  ///< at most 4096
  /// Whether levels of a larger pure array may be merged unevenly (a column of 3 levels carries a factor of 2, one of
  /// its levels taking two thirds of the runs). Such an array is not orthogonal in the strict sense; its frequencies
  /// stay proportional. It is taken only where no strict array has at most `patience` times as many runs.
  bool collapse = true;
  double patience = 2.0;
};

/// An array for the factors, and where it comes from.
struct ChosenArray {
  OrthogonalArray array;     ///< column j carries factor j with exactly its levels; strength as computed from the cells
  OrthogonalArray whole;     ///< the full array
  std::vector<int> columns;  ///< the column of `whole` that carries each factor
  std::string construction;  ///< "Addelman-Kempthorne; 6 levels as L6 (2^1 3^1)"
  /// For people: merged levels and what follows from them, columns left free.
  std::vector<std::string> notes;
};

/// The array with the fewest runs that carries factors of these numbers of levels; of equal ones the one that matches
/// them most exactly. Columns may be expanded (a 4-level one to three of 2 levels) and merged evenly (6 levels to 3 or
/// 2) at will, unevenly as `wish.collapse` says. A full factorial is taken when nothing smaller carries the factors.
/// Among equal columns those are taken that raise the strength or come near it (four factors of 2 levels on L8 get
/// strength 3).
///
/// Throws InvalidArgument for no factors, a factor of fewer than 2 or more than 64 levels, a wish out of range, and
/// when no array fits within the limits (the message says which limit to raise).
[[nodiscard]] ChosenArray choose_array(std::span<const int> levels, const ArrayWish& wish = {});

/// The same array with factors placed on columns drawn at random among those of the same number of levels.
[[nodiscard]] ChosenArray place_at_random(const ChosenArray& chosen, Rng rng);

}  // namespace vernier
