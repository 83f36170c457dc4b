#pragma once
// Orthogonal arrays as values, and what can be checked of them.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vernier {

/// A table of `runs` rows and one column for each factor; column j holds the levels 0 to levels[j] - 1.
///
/// It has strength t when in every choice of t columns all combinations of levels occur equally often. Strength 2 is
/// what lets the effect of each factor be estimated free of all others. Source: Hedayat, Sloane, Stufken: Orthogonal
/// Arrays (1999), definition 1.1 and, for mixed levels, 9.1.
struct OrthogonalArray {
  int runs = 0;
  std::vector<int> levels;           ///< one for each column
  std::vector<std::uint16_t> cells;  ///< row by row
  int strength = 0;                  ///< 0 when not even the single columns are balanced
  std::string name;                  ///< "L18 (2^1 3^7)"

  [[nodiscard]] int factors() const { return static_cast<int>(levels.size()); }
  [[nodiscard]] int at(int run, int factor) const {
    return cells[static_cast<std::size_t>(run) * levels.size() + static_cast<std::size_t>(factor)];
  }
};

/// The largest t such that the array has strength t, counted from its cells; looks no further than `at_most`.
[[nodiscard]] int computed_strength(const OrthogonalArray& array, int at_most = 64);

/// Whether every two columns have proportional frequencies, n(a,b) * runs == n(a) * n(b): weaker than strength 2, and
/// all that unbiased level means need (Addelman 1962). Collapsing levels keeps it.
[[nodiscard]] bool proportional_frequencies(const OrthogonalArray& array);

/// "L18 (2^1 3^7)".
[[nodiscard]] std::string array_name(int runs, const std::map<int, int>& columns);
[[nodiscard]] std::string array_name(const OrthogonalArray& array);

/// The array with these columns of it, in this order.
[[nodiscard]] OrthogonalArray select_columns(const OrthogonalArray& array, const std::vector<int>& columns);

/// The array whose column j has its levels merged to `levels[j]` runs of neighbours as equal as can be.
/// Throws InvalidArgument when a column would have to grow.
[[nodiscard]] OrthogonalArray collapse_levels(const OrthogonalArray& array, const std::vector<int>& levels);

/// The array in which column `column`, of s levels, gives way to the columns of `by`, an array of s runs. Strength 2 is
/// kept (expansive replacement; Hedayat et al., section 9.3).
[[nodiscard]] OrthogonalArray replace_column(const OrthogonalArray& array, int column, const OrthogonalArray& by);

}  // namespace vernier
