#pragma once
// Difference schemes, from which the mixed-level arrays come.
#include <vector>

#include "vernier/math/orthogonal/array.hpp"

namespace vernier {

/// D(r, c, s): an r x c table over the additive group of GF(s) in which the difference of any two columns takes every
/// value equally often (Bose and Bush 1952; Hedayat, Sloane, Stufken 1999, chapter 6).
struct DifferenceScheme {
  int levels = 0;                      ///< s, a prime power
  std::vector<std::vector<int>> rows;  ///< r rows of c entries
  [[nodiscard]] int height() const { return static_cast<int>(rows.size()); }
  [[nodiscard]] int width() const { return rows.empty() ? 0 : static_cast<int>(rows.front().size()); }
};

/// OA(r s, s^c r^1, 2): every row with every element added to it, and the number of the row as the last column (which a
/// smaller array may replace).
[[nodiscard]] OrthogonalArray developed(const DifferenceScheme& scheme);

/// D(p^a, p^a, p^b), b <= a: the multiplication table of GF(p^a), of each entry the b lowest coefficients.
[[nodiscard]] DifferenceScheme multiplication_difference_scheme(int size, int levels);

/// D(2 q, 2 q, q), q an odd prime power: what Addelman and Kempthorne's arrays stand on. Gives L18 (3^6 6^1) and
/// L50 (5^10 10^1).
[[nodiscard]] DifferenceScheme quadratic_difference_scheme(int q);

/// D(12, 12, 3): gives L36 (3^12 12^1).
[[nodiscard]] DifferenceScheme difference_scheme_12_3();

/// D(n, n, 2): a Hadamard matrix. Throws InvalidArgument where none is known.
[[nodiscard]] DifferenceScheme hadamard_difference_scheme(int n);

/// D(r1 r2, c1 c2, s): all sums of an entry of each.
[[nodiscard]] DifferenceScheme difference_scheme_product(const DifferenceScheme& a, const DifferenceScheme& b);

}  // namespace vernier
