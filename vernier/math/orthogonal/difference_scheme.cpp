#include "vernier/math/orthogonal/difference_scheme.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/math/orthogonal/constructions.hpp"
#include "vernier/math/orthogonal/galois.hpp"

namespace vernier {

OrthogonalArray developed(const DifferenceScheme& scheme) {
  const GaloisField field(scheme.levels);
  OrthogonalArray array;
  array.runs = scheme.height() * scheme.levels;
  array.levels.assign(static_cast<std::size_t>(scheme.width()), scheme.levels);
  array.levels.push_back(scheme.height());
  array.strength = 2;
  for (int row = 0; row < scheme.height(); ++row) {
    for (int element = 0; element < scheme.levels; ++element) {
      for (const int entry : scheme.rows[static_cast<std::size_t>(row)]) {
        array.cells.push_back(static_cast<std::uint16_t>(field.add(entry, element)));
      }
      array.cells.push_back(static_cast<std::uint16_t>(row));
    }
  }
  array.name = array_name(array);
  return array;
}

DifferenceScheme multiplication_difference_scheme(int size, int levels) {
  const GaloisField field(size);
  if (size % levels != 0 || !prime_power(levels)) {
    throw InvalidArgument(fmt::format("no difference scheme D({0}, {0}, {1})", size, levels),
                          "two powers of the same prime, the second not larger");
  }
  DifferenceScheme scheme{levels, {}};
  for (int x = 0; x < size; ++x) {
    std::vector<int> row;
    for (int y = 0; y < size; ++y) row.push_back(field.multiply(x, y) % levels);
    scheme.rows.push_back(std::move(row));
  }
  return scheme;
}

DifferenceScheme quadratic_difference_scheme(int q) {
  const GaloisField field(q);
  if (field.prime() == 2) {
    throw InvalidArgument(fmt::format("no quadratic difference scheme over GF({})", q), "an odd prime power");
  }
  // Rows (a, x) and columns (b, y) in {0,1} x GF(q); with n not a square the entries are
  //   (0,0): x y + x^2    (0,1): x y    (1,0): x y + n x^2 + (1/n - 1)/4 y^2    (1,1): n x y + (1 - n)/4 y^2.
  // Two columns of one b differ by a linear function of x in both halves. For columns (0,y) and (1,z) complete the
  // square: the difference is (x + ..)^2 + k in the upper half and n (x + ..)^2 + k in the lower one, with the same k;
  // together the squares and n times the squares meet every element twice.
  int n = 2 % q;
  while (n < q && (n == 0 || field.square(n))) ++n;
  const int quarter = field.inverse(field.number(4));
  const int lower_left = field.multiply(quarter, field.subtract(field.inverse(n), 1));
  const int lower_right = field.multiply(quarter, field.subtract(1, n));
  DifferenceScheme scheme{q, {}};
  for (int a = 0; a < 2; ++a) {
    for (int x = 0; x < q; ++x) {
      std::vector<int> row;
      for (int b = 0; b < 2; ++b) {
        for (int y = 0; y < q; ++y) {
          const int xy = field.multiply(x, y);
          const int xx = field.multiply(x, x);
          const int yy = field.multiply(y, y);
          int entry = 0;
          if (a == 0 && b == 0) entry = field.add(xy, xx);
          if (a == 0 && b == 1) entry = xy;
          if (a == 1 && b == 0) {
            entry = field.add(field.add(xy, field.multiply(n, xx)), field.multiply(lower_left, yy));
          }
          if (a == 1 && b == 1) entry = field.add(field.multiply(n, xy), field.multiply(lower_right, yy));
          row.push_back(entry);
        }
      }
      scheme.rows.push_back(std::move(row));
    }
  }
  return scheme;
}

DifferenceScheme difference_scheme_12_3() {
  // Four rows of four blocks; each block turned by one and by two places gives the other eight. Found by exhaustive
  // search among the tables of this shape.
  constexpr std::array<std::string_view, 4> generators = {"012210100000", "021120222100", "010000012210",
                                                          "000211021120"};
  DifferenceScheme scheme{3, {}};
  for (const std::string_view generator : generators) {
    for (std::size_t turn = 0; turn < 3; ++turn) {
      std::vector<int> row;
      for (std::size_t i = 0; i < 12; ++i) row.push_back(generator[i / 3 * 3 + (i % 3 + 3 - turn) % 3] - '0');
      scheme.rows.push_back(std::move(row));
    }
  }
  return scheme;
}

DifferenceScheme hadamard_difference_scheme(int n) {
  auto matrix = hadamard(n);
  if (!matrix) throw InvalidArgument(fmt::format("no Hadamard matrix of order {} is known here", n));
  return {2, std::move(*matrix)};
}

DifferenceScheme difference_scheme_product(const DifferenceScheme& a, const DifferenceScheme& b) {
  if (a.levels != b.levels)
    throw InvalidArgument("difference schemes over different groups", "the same number of levels");
  const GaloisField field(a.levels);
  DifferenceScheme product{a.levels, {}};
  for (const auto& upper : a.rows) {
    for (const auto& lower : b.rows) {
      std::vector<int> row;
      for (const int x : upper) {
        for (const int y : lower) row.push_back(field.add(x, y));
      }
      product.rows.push_back(std::move(row));
    }
  }
  return product;
}

}  // namespace vernier
