#pragma once
// Every way in which Vernier can make a strength-2 array of a given number of runs.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "vernier/math/orthogonal/array.hpp"

namespace vernier {

/// An array that can be made: how many columns of how many levels it has, known before its cells are.
struct ArrayForm {
  int runs = 0;
  std::map<int, int> columns;  ///< levels -> number of columns
  int strength = 2;
  std::string construction;  ///< for people: "Bose", "difference scheme D(6,6,3), 6 levels -> L6 (2^1 3^1)"
  std::function<OrthogonalArray()> make;
};

/// The forms of each number of runs, made on demand and kept. Not thread-safe; a value with a short life.
///
/// For a number of runs the base forms are the Rao-Hamming, Bose and Plackett-Burman arrays, those developed from
/// difference schemes, stored tables, products of smaller arrays and a single column; each column of s levels may
/// further be replaced by any array of s runs (8 levels: 2^7, or 4^1 2^4). Forms that another one contains are left
/// out.
class ArrayForms {
 public:
  /// The largest number of runs with all mixtures; above it there are pure arrays only.
  static constexpr int max_mixed_runs = 128;

  [[nodiscard]] const std::vector<ArrayForm>& of_runs(int runs);

 private:
  std::map<int, std::vector<ArrayForm>> forms_;
};

/// Arrays of strength `strength` >= 3 with up to `max_runs` runs, fewest runs first: Bush, zero-sum, fold-over.
[[nodiscard]] std::vector<ArrayForm> strong_array_forms(int strength, int max_runs);

}  // namespace vernier
