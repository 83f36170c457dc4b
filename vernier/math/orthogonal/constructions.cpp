#include "vernier/math/orthogonal/constructions.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/math/orthogonal/difference_scheme.hpp"
#include "vernier/math/orthogonal/galois.hpp"

namespace vernier {
namespace {

int checked_power(int base, int exponent) {
  int runs = 1;
  for (int i = 0; i < exponent; ++i) {
    runs *= base;
    if (runs > max_array_runs) {
      throw InvalidArgument(fmt::format("an array of {}^{} runs is too large", base, exponent),
                            fmt::format("at most {} runs", max_array_runs), "Use fewer levels or a lower strength.");
    }
  }
  return runs;
}

void require_parameters(bool fits, const char* construction, const char* expected) {
  if (!fits) throw InvalidArgument(fmt::format("the {} construction does not exist here", construction), expected);
}

OrthogonalArray pure_array(int runs, int factors, int levels, int strength) {
  OrthogonalArray array;
  array.runs = runs;
  array.levels.assign(static_cast<std::size_t>(factors), levels);
  array.strength = strength;
  array.cells.reserve(static_cast<std::size_t>(runs) * static_cast<std::size_t>(factors));
  array.name = array_name(array);
  return array;
}

// Digits of `number` to base q, the lowest first.
std::vector<int> base_digits(int number, int q, int count) {
  std::vector<int> digits;
  for (int i = 0; i < count; ++i, number /= q) digits.push_back(number % q);
  return digits;
}

bool paley_order(int n) {
  const bool first = prime_power(n - 1) && (n - 1) % 4 == 3;
  const bool second = n % 2 == 0 && prime_power(n / 2 - 1) && (n / 2 - 1) % 4 == 1;
  return n % 4 == 0 && (first || second);
}

std::vector<std::vector<int>> paley(int n) {
  const bool first = prime_power(n - 1) && (n - 1) % 4 == 3;
  const int q = first ? n - 1 : n / 2 - 1;
  const GaloisField field(q);
  // Jacobsthal's matrix with a border of ones: skew for q = 3 (mod 4), symmetric for q = 1 (mod 4).
  const int m = q + 1;
  const auto conference = [&](int i, int j) {
    if (i == j) return 0;
    if (i == 0) return 1;
    if (j == 0) return first ? -1 : 1;
    return field.square(field.subtract(j - 1, i - 1)) ? 1 : -1;
  };
  std::vector<std::vector<int>> signs(static_cast<std::size_t>(n), std::vector<int>(static_cast<std::size_t>(n)));
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < m; ++j) {
      const auto a = static_cast<std::size_t>(i);
      const auto b = static_cast<std::size_t>(j);
      const int value = conference(i, j);
      if (first) {
        signs[a][b] = i == j ? 1 : value;
      } else {  // each entry becomes a 2 x 2 block
        const int diagonal = i == j ? 1 : value;
        const int off = i == j ? -1 : value;
        signs[2 * a][2 * b] = diagonal;
        signs[2 * a][2 * b + 1] = off;
        signs[2 * a + 1][2 * b] = off;
        signs[2 * a + 1][2 * b + 1] = -diagonal;
      }
    }
  }
  return signs;
}

}  // namespace

OrthogonalArray rao_hamming(int q, int n) {
  require_parameters(prime_power(q).has_value() && n >= 2, "Rao-Hamming", "a prime power q and n of at least 2");
  const int runs = checked_power(q, n);
  const GaloisField field(q);
  std::vector<std::vector<int>> points;  // vectors whose first nonzero entry is 1
  for (int number = 1; number < runs; ++number) {
    std::vector<int> point = base_digits(number, q, n);
    const auto* first = point.data();
    while (*first == 0) ++first;
    if (*first == 1) points.push_back(std::move(point));
  }
  OrthogonalArray array = pure_array(runs, static_cast<int>(points.size()), q, 2);
  for (int run = 0; run < runs; ++run) {
    const std::vector<int> row = base_digits(run, q, n);
    for (const std::vector<int>& point : points) {
      int sum = 0;
      for (std::size_t i = 0; i < row.size(); ++i) sum = field.add(sum, field.multiply(row[i], point[i]));
      array.cells.push_back(static_cast<std::uint16_t>(sum));
    }
  }
  return array;
}

OrthogonalArray bose(int q) {
  require_parameters(prime_power(q).has_value(), "Bose", "a prime power q");
  const int runs = checked_power(q, 2);
  const GaloisField field(q);
  OrthogonalArray array = pure_array(runs, q + 1, q, 2);
  for (int i = 0; i < q; ++i) {
    for (int j = 0; j < q; ++j) {
      array.cells.push_back(static_cast<std::uint16_t>(j));
      for (int c = 0; c < q; ++c) {
        array.cells.push_back(static_cast<std::uint16_t>(field.add(i, field.multiply(c, j))));
      }
    }
  }
  return array;
}

OrthogonalArray bush(int q, int strength) {
  require_parameters(prime_power(q).has_value() && strength >= 1 && q >= strength - 1, "Bush",
                     "a prime power q and a strength from 1 to q + 1");
  const int runs = checked_power(q, strength);
  const GaloisField field(q);
  OrthogonalArray array = pure_array(runs, q + 1, q, strength);
  for (int run = 0; run < runs; ++run) {
    const std::vector<int> coefficients = base_digits(run, q, strength);
    for (int x = 0; x < q; ++x) {
      int value = 0;  // Horner's scheme
      for (std::size_t i = coefficients.size(); i-- > 0;) value = field.add(field.multiply(value, x), coefficients[i]);
      array.cells.push_back(static_cast<std::uint16_t>(value));
    }
    array.cells.push_back(static_cast<std::uint16_t>(coefficients.back()));
  }
  return array;
}

OrthogonalArray zero_sum(int s, int strength) {
  require_parameters(s >= 2 && strength >= 1, "zero-sum", "at least 2 levels and a strength of at least 1");
  const int runs = checked_power(s, strength);
  OrthogonalArray array = pure_array(runs, strength + 1, s, strength);
  for (int run = 0; run < runs; ++run) {
    int sum = 0;
    for (const int digit : base_digits(run, s, strength)) {
      array.cells.push_back(static_cast<std::uint16_t>(digit));
      sum += digit;
    }
    array.cells.push_back(static_cast<std::uint16_t>((s - sum % s) % s));
  }
  return array;
}

OrthogonalArray full_factorial(const std::vector<int>& levels) {
  OrthogonalArray array;
  array.levels = levels;
  array.strength = array.factors();
  array.runs = 1;
  for (const int count : levels) {
    require_parameters(count >= 1 && array.runs <= max_array_runs / count, "full factorial",
                       "at least 1 level for each factor and at most 4096 runs");
    array.runs *= count;
  }
  for (int run = 0; run < array.runs; ++run) {
    int weight = array.runs;
    int rest = run;
    for (const int count : levels) {
      weight /= count;
      array.cells.push_back(static_cast<std::uint16_t>(rest / weight));
      rest %= weight;
    }
  }
  array.name = array_name(array);
  return array;
}

OrthogonalArray addelman_kempthorne(int q) {
  const auto factors = prime_power(q);
  require_parameters(factors && factors->prime != 2 && 2 * q * q <= max_array_runs, "Addelman-Kempthorne",
                     "an odd prime power q up to 45");
  // The scheme gives 2 q columns and one of 2 q levels; that one splits into q levels (kept) and 2.
  const OrthogonalArray whole = developed(quadratic_difference_scheme(q));
  OrthogonalArray split = replace_column(whole, 2 * q, full_factorial({2, q}));
  std::vector<int> columns;
  for (int j = 0; j < split.factors(); ++j) {
    if (split.levels[static_cast<std::size_t>(j)] == q) columns.push_back(j);
  }
  split = select_columns(split, columns);
  split.name = array_name(split);
  return split;
}

bool hadamard_known(int n) {
  if (n < 1 || n > max_array_runs) return false;
  return n <= 2 || paley_order(n) || (n % 4 == 0 && hadamard_known(n / 2));
}

std::optional<std::vector<std::vector<int>>> hadamard(int n) {
  if (!hadamard_known(n)) return std::nullopt;
  std::vector<std::vector<int>> matrix;
  if (n == 1) {
    matrix = {{0}};
  } else if (hadamard_known(n / 2)) {
    const auto half = hadamard(n / 2);
    for (int i = 0; i < n; ++i) {
      const std::vector<int>& top = (*half)[static_cast<std::size_t>(i % (n / 2))];
      std::vector<int> row = top;
      for (const int entry : top) row.push_back(i < n / 2 ? entry : 1 - entry);
      matrix.push_back(std::move(row));
    }
  } else {
    const std::vector<std::vector<int>> signs = paley(n);
    for (const auto& row : signs) {
      std::vector<int> entries;
      for (std::size_t j = 0; j < row.size(); ++j) {  // normalised: rows and columns with the sign of the first turned
        const int sign = row[j] * row[0] * signs[0][j] * signs[0][0];
        entries.push_back(sign > 0 ? 0 : 1);
      }
      matrix.push_back(std::move(entries));
    }
  }
  return matrix;
}

OrthogonalArray plackett_burman(int n) {
  const auto matrix = n >= 4 ? hadamard(n) : std::nullopt;
  require_parameters(matrix.has_value(), "Plackett-Burman", "the order of a known Hadamard matrix, of at least 4");
  OrthogonalArray array = pure_array(n, n - 1, 2, 2);
  for (const auto& row : *matrix) {
    for (std::size_t j = 1; j < row.size(); ++j) array.cells.push_back(static_cast<std::uint16_t>(row[j]));
  }
  return array;
}

OrthogonalArray hadamard_foldover(int n) {
  const auto matrix = n >= 4 && 2 * n <= max_array_runs ? hadamard(n) : std::nullopt;
  require_parameters(matrix.has_value(), "fold-over", "the order of a known Hadamard matrix, of at least 4");
  OrthogonalArray array = pure_array(2 * n, n, 2, 3);
  for (int run = 0; run < 2 * n; ++run) {
    for (const int entry : (*matrix)[static_cast<std::size_t>(run % n)]) {
      array.cells.push_back(static_cast<std::uint16_t>(run < n ? entry : 1 - entry));
    }
  }
  return array;
}

}  // namespace vernier
