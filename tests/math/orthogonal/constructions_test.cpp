#include "vernier/math/orthogonal/constructions.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/math/orthogonal/array_forms.hpp"
#include "vernier/math/orthogonal/difference_scheme.hpp"
#include "vernier/math/orthogonal/galois.hpp"

namespace vernier {
namespace {

// Counts the combinations in every choice of `t` columns by a map: independent of computed_strength.
bool has_strength(const OrthogonalArray& array, int t) {
  std::vector<int> columns;
  const auto recurse = [&](auto&& self, int from) -> bool {
    if (static_cast<int>(columns.size()) == t) {
      std::map<std::vector<int>, int> counts;
      for (int run = 0; run < array.runs; ++run) {
        std::vector<int> key;
        for (const int column : columns) key.push_back(array.at(run, column));
        ++counts[key];
      }
      std::size_t combinations = 1;
      for (const int column : columns)
        combinations *= static_cast<std::size_t>(array.levels[static_cast<std::size_t>(column)]);
      if (counts.size() != combinations) return false;
      for (const auto& item : counts) {
        if (item.second != array.runs / static_cast<int>(combinations)) return false;
      }
      return true;
    }
    for (int column = from; column < array.factors(); ++column) {
      columns.push_back(column);
      const bool good = self(self, column + 1);
      columns.pop_back();
      if (!good) return false;
    }
    return true;
  };
  return recurse(recurse, 0);
}

void expect_array(const OrthogonalArray& array, const std::string& name, int strength) {
  EXPECT_EQ(array.name, name);
  EXPECT_EQ(array.cells.size(), static_cast<std::size_t>(array.runs) * array.levels.size()) << name;
  for (int run = 0; run < array.runs; ++run) {
    for (int j = 0; j < array.factors(); ++j) ASSERT_LT(array.at(run, j), array.levels[static_cast<std::size_t>(j)]);
  }
  EXPECT_EQ(array.strength, strength) << name;
  EXPECT_TRUE(has_strength(array, strength)) << name;
  EXPECT_EQ(computed_strength(array), strength) << name;
}

TEST(Galois, FieldAxiomsHold) {
  for (const int q : {2, 3, 4, 5, 7, 8, 9, 16, 25, 27}) {
    const GaloisField field(q);
    for (int a = 0; a < q; ++a) {
      EXPECT_EQ(field.add(a, field.negate(a)), 0);
      EXPECT_EQ(field.multiply(a, 1), a);
      if (a != 0) {
        EXPECT_EQ(field.multiply(a, field.inverse(a)), 1);
      }
      for (int b = 0; b < q; ++b) {
        EXPECT_EQ(field.multiply(a, b), field.multiply(b, a));
        for (int c = 0; c < q; ++c) {
          ASSERT_EQ(field.multiply(a, field.add(b, c)), field.add(field.multiply(a, b), field.multiply(a, c)));
          ASSERT_EQ(field.multiply(a, field.multiply(b, c)), field.multiply(field.multiply(a, b), c));
        }
      }
    }
  }
}

TEST(Galois, SquaresAreThoseOfTheMultiplicationTable) {
  for (const int q : {3, 5, 9, 13, 25}) {
    const GaloisField field(q);
    std::vector<bool> is_square(static_cast<std::size_t>(q));
    for (int a = 1; a < q; ++a) is_square[static_cast<std::size_t>(field.multiply(a, a))] = true;
    for (int a = 1; a < q; ++a) EXPECT_EQ(field.square(a), is_square[static_cast<std::size_t>(a)]) << q << " " << a;
  }
}

TEST(Galois, RefusesWhatIsNoPrimePower) {
  EXPECT_THROW(GaloisField(6), InvalidArgument);
  EXPECT_THROW(GaloisField(1), InvalidArgument);
  EXPECT_THROW(GaloisField(8192), InvalidArgument);
}

TEST(Constructions, RaoHamming) {
  expect_array(rao_hamming(2, 2), "L4 (2^3)", 2);
  expect_array(rao_hamming(2, 3), "L8 (2^7)", 2);
  expect_array(rao_hamming(2, 4), "L16 (2^15)", 2);
  expect_array(rao_hamming(2, 5), "L32 (2^31)", 2);
  expect_array(rao_hamming(3, 3), "L27 (3^13)", 2);
  expect_array(rao_hamming(3, 4), "L81 (3^40)", 2);
  expect_array(rao_hamming(4, 3), "L64 (4^21)", 2);
}

TEST(Constructions, Bose) {
  expect_array(bose(3), "L9 (3^4)", 2);
  expect_array(bose(4), "L16 (4^5)", 2);
  expect_array(bose(5), "L25 (5^6)", 2);
  expect_array(bose(7), "L49 (7^8)", 2);
  expect_array(bose(8), "L64 (8^9)", 2);
  expect_array(bose(9), "L81 (9^10)", 2);
  expect_array(bose(11), "L121 (11^12)", 2);
}

TEST(Constructions, Bush) {
  expect_array(bush(2, 3), "L8 (2^3)", 3);
  expect_array(bush(3, 3), "L27 (3^4)", 3);
  expect_array(bush(4, 3), "L64 (4^5)", 3);
  expect_array(bush(5, 3), "L125 (5^6)", 3);
  expect_array(bush(4, 4), "L256 (4^5)", 4);
}

TEST(Constructions, AddelmanKempthorne) {
  expect_array(addelman_kempthorne(3), "L18 (3^7)", 2);
  expect_array(addelman_kempthorne(5), "L50 (5^11)", 2);
  expect_array(addelman_kempthorne(7), "L98 (7^15)", 2);
  expect_array(addelman_kempthorne(9), "L162 (9^19)", 2);
  EXPECT_THROW((void)addelman_kempthorne(4), InvalidArgument);
  EXPECT_THROW((void)addelman_kempthorne(15), InvalidArgument);
}

TEST(Constructions, ZeroSumExistsWhereNoFieldDoes) {
  expect_array(zero_sum(6, 2), "L36 (6^3)", 2);
  expect_array(zero_sum(2, 4), "L16 (2^5)", 4);
}

TEST(Constructions, PlackettBurmanAndFoldover) {
  for (const int n : {8, 12, 20, 24, 28, 36, 40, 44, 52}) {
    expect_array(plackett_burman(n), array_name(n, {{2, n - 1}}), 2);
    expect_array(hadamard_foldover(n), array_name(2 * n, {{2, n}}), 3);
  }
  EXPECT_FALSE(hadamard(92));  // needs Williamson's method
  EXPECT_THROW((void)plackett_burman(10), InvalidArgument);
}

TEST(Constructions, DifferencesOfEverySchemeAreUniform) {
  const std::vector<DifferenceScheme> schemes = {
      quadratic_difference_scheme(3),
      quadratic_difference_scheme(5),
      quadratic_difference_scheme(9),
      multiplication_difference_scheme(8, 4),
      multiplication_difference_scheme(27, 3),
      difference_scheme_12_3(),
      hadamard_difference_scheme(12),
      difference_scheme_product(quadratic_difference_scheme(3), multiplication_difference_scheme(3, 3))};
  for (const DifferenceScheme& scheme : schemes) {
    const GaloisField field(scheme.levels);
    for (int a = 0; a < scheme.width(); ++a) {
      for (int b = a + 1; b < scheme.width(); ++b) {
        std::vector<int> counts(static_cast<std::size_t>(scheme.levels));
        for (const auto& row : scheme.rows) {
          ++counts[static_cast<std::size_t>(
              field.subtract(row[static_cast<std::size_t>(a)], row[static_cast<std::size_t>(b)]))];
        }
        for (const int count : counts) ASSERT_EQ(count * scheme.levels, scheme.height());
      }
    }
  }
}

TEST(Forms, EveryFormOfUpTo72RunsIsWhatItSays) {
  ArrayForms catalogue;
  int checked = 0;
  for (int runs = 2; runs <= 72; ++runs) {
    for (const ArrayForm& form : catalogue.of_runs(runs)) {
      if (runs > 36 && ++checked % 7 != 0) continue;  // the many mixtures of L64 by sample
      const OrthogonalArray array = form.make();
      std::map<int, int> columns;
      for (const int levels : array.levels) ++columns[levels];
      ASSERT_EQ(columns, form.columns) << form.construction;
      ASSERT_EQ(array.runs, runs) << form.construction;
      ASSERT_TRUE(has_strength(array, std::min(2, array.factors()))) << form.construction;
    }
  }
}

TEST(Forms, HoldTheTabulatedMixedArrays) {
  ArrayForms catalogue;
  const auto holds = [&](int runs, const std::map<int, int>& columns) {
    for (const ArrayForm& form : catalogue.of_runs(runs)) {
      if (form.columns == columns) return true;
    }
    return false;
  };
  // Taguchi's L12, L18, L32, L36, L36', L50, L54 and a few of Hedayat, Sloane, Stufken 1999, table 12.7
  EXPECT_TRUE(holds(12, {{2, 11}}));
  EXPECT_TRUE(holds(18, {{2, 1}, {3, 7}}));
  EXPECT_TRUE(holds(18, {{3, 6}, {6, 1}}));
  EXPECT_TRUE(holds(32, {{2, 1}, {4, 9}}) || holds(32, {{4, 8}, {8, 1}}));
  EXPECT_TRUE(holds(36, {{2, 11}, {3, 12}}));
  EXPECT_TRUE(holds(36, {{2, 4}, {3, 13}}));
  EXPECT_TRUE(holds(50, {{2, 1}, {5, 11}}));
  EXPECT_TRUE(holds(54, {{2, 1}, {3, 25}}));
  EXPECT_TRUE(holds(16, {{2, 8}, {8, 1}}));
  EXPECT_TRUE(holds(27, {{3, 9}, {9, 1}}));
  EXPECT_TRUE(holds(24, {{2, 16}, {3, 1}}));
}

TEST(Array, StrengthSeesDefects) {
  OrthogonalArray array = bose(3);
  array.cells[5] = static_cast<std::uint16_t>((array.cells[5] + 1) % 3);
  EXPECT_EQ(computed_strength(array), 0);
  OrthogonalArray pair = select_columns(bose(3), {0, 0});
  EXPECT_EQ(computed_strength(pair), 1);
  EXPECT_EQ(computed_strength(full_factorial({2, 3, 2})), 3);
}

TEST(Array, CollapsingKeepsProportionalFrequencies) {
  const OrthogonalArray merged = collapse_levels(bose(5), {5, 4, 3, 2, 5, 5});
  EXPECT_EQ(merged.strength, 0);
  EXPECT_TRUE(proportional_frequencies(merged));
  EXPECT_EQ(computed_strength(collapse_levels(bose(4), {4, 2, 2, 4, 2})), 2);  // evenly: still strict
  EXPECT_THROW((void)collapse_levels(bose(3), {4, 3, 3, 3}), InvalidArgument);
}

}  // namespace
}  // namespace vernier
