#pragma once
// The classical constructions of orthogonal arrays. All throw InvalidArgument for parameters outside what they name and
// for arrays of more than 4096 runs.
#include <optional>
#include <vector>

#include "vernier/math/orthogonal/array.hpp"

namespace vernier {

/// The most runs that any array here has.
inline constexpr int max_array_runs = 4096;

/// OA(q^n, (q^n - 1) / (q - 1), q, 2), q a prime power, n >= 2: L4, L8, L9, L27, ... (Rao 1947; Hamming 1950). Columns
/// are the points of a projective space, entries the product with the row.
[[nodiscard]] OrthogonalArray rao_hamming(int q, int n);

/// OA(q^2, q + 1, q, 2), q a prime power: L4, L9, L16 (4^5), L25, L49, ... (Bose 1938).
[[nodiscard]] OrthogonalArray bose(int q);

/// OA(q^t, q + 1, q, t), q a prime power with q >= t - 1: the values of all polynomials of degree below t, and their
/// leading coefficients (Bush 1952).
[[nodiscard]] OrthogonalArray bush(int q, int strength);

/// OA(s^t, t + 1, s, t) for any s: the rows whose entries add up to 0 modulo s.
[[nodiscard]] OrthogonalArray zero_sum(int s, int strength);

/// All combinations, the last column running fastest.
[[nodiscard]] OrthogonalArray full_factorial(const std::vector<int>& levels);

/// OA(2 q^2, 2 q + 1, q, 2), q an odd prime power: L18 (3^7), L50 (5^11), L98 (7^15) (Addelman and Kempthorne 1961).
[[nodiscard]] OrthogonalArray addelman_kempthorne(int q);

/// Whether hadamard(n) knows a matrix; costs nothing.
[[nodiscard]] bool hadamard_known(int n);

/// A Hadamard matrix of order n with entries 0 (for +1) and 1 (for -1), its first row and column 0; nothing where none
/// is known here (n must be 1, 2 or a multiple of 4). Sylvester's doubling, Paley's two constructions (1933).
[[nodiscard]] std::optional<std::vector<std::vector<int>>> hadamard(int n);

/// OA(n, n - 1, 2, 2) from a Hadamard matrix: L12 (2^11), L20 (2^19), L24 (2^23), ... (Plackett and Burman 1946).
[[nodiscard]] OrthogonalArray plackett_burman(int n);

/// OA(2 n, n, 2, 3): a Hadamard matrix over its complement.
[[nodiscard]] OrthogonalArray hadamard_foldover(int n);

}  // namespace vernier
