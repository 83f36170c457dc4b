#pragma once
// Which rows train and which are held back. Rows are numbered from 0.
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier {

/// Row numbers of the two parts, each in ascending order.
struct Split {
  std::vector<Index> train;
  std::vector<Index> test;
};

/// 0, 1, ..., count - 1.
[[nodiscard]] std::vector<Index> all_rows(Index count);

/// Draws round(fraction * n) rows at random. With `classes` (a class id per row) each class gives its share, to within
/// one row, and a class of at least two rows is on both sides. Throws InvalidArgument when a part would be empty.
[[nodiscard]] Split random_split(Index rows, double fraction, Rng rng, std::span<const Index> classes = {});

/// The part that a rule holds back: a number (random_split of that fraction), {"last": n}, {"first": n},
/// {"fraction": f}, or {"rows": "i % 10 == 9"}, an expression in i (row) and n (number of rows). Counts below 1 are
/// fractions. Throws InvalidArgument when the rule cannot be meant or leaves a part empty.
[[nodiscard]] Split split_by_rule(const Json& rule, Index rows, Rng rng, std::span<const Index> classes = {});

/// `folds` splits whose test parts cover every row once; shuffled, and stratified when classes are given.
[[nodiscard]] std::vector<Split> k_folds(Index rows, int folds, Rng rng, std::span<const Index> classes = {});

/// True when rows come in order of their target: a split that takes the last part would see other classes or values.
[[nodiscard]] bool sorted_by_target(std::span<const float> targets);

}  // namespace vernier
