#include "vernier/math/orthogonal/array.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

bool orthogonal_tuple(const OrthogonalArray& array, const std::vector<int>& columns) {
  std::int64_t cells = 1;
  for (const int column : columns) {
    cells *= array.levels[static_cast<std::size_t>(column)];
    if (cells > array.runs) return false;
  }
  if (array.runs % cells != 0) return false;
  std::vector<int> counts(static_cast<std::size_t>(cells));
  for (int run = 0; run < array.runs; ++run) {
    int cell = 0;
    for (const int column : columns) {
      cell = cell * array.levels[static_cast<std::size_t>(column)] + array.at(run, column);
    }
    ++counts[static_cast<std::size_t>(cell)];
  }
  return std::all_of(counts.begin(), counts.end(), [&](int count) { return count * cells == array.runs; });
}

// The next choice of columns in lexical order; false after the last.
bool next_column_choice(std::vector<int>& chosen, int of) {
  const int size = static_cast<int>(chosen.size());
  int i = size - 1;
  while (i >= 0 && chosen[static_cast<std::size_t>(i)] == of - size + i) --i;
  if (i < 0) return false;
  std::iota(chosen.begin() + i, chosen.end(), chosen[static_cast<std::size_t>(i)] + 1);
  return true;
}

}  // namespace

int computed_strength(const OrthogonalArray& array, int at_most) {
  const int limit = std::min(at_most, array.factors());
  for (int strength = 1; strength <= limit; ++strength) {
    std::vector<int> columns(static_cast<std::size_t>(strength));
    std::iota(columns.begin(), columns.end(), 0);
    do {
      if (!orthogonal_tuple(array, columns)) return strength - 1;
    } while (next_column_choice(columns, array.factors()));
  }
  return limit;
}

bool proportional_frequencies(const OrthogonalArray& array) {
  const std::int64_t runs = array.runs;
  for (int a = 0; a < array.factors(); ++a) {
    for (int b = a + 1; b < array.factors(); ++b) {
      const auto rows = static_cast<std::size_t>(array.levels[static_cast<std::size_t>(a)]);
      const auto columns = static_cast<std::size_t>(array.levels[static_cast<std::size_t>(b)]);
      std::vector<std::int64_t> joint(rows * columns);
      std::vector<std::int64_t> of_a(rows);
      std::vector<std::int64_t> of_b(columns);
      for (int run = 0; run < array.runs; ++run) {
        const auto x = static_cast<std::size_t>(array.at(run, a));
        const auto y = static_cast<std::size_t>(array.at(run, b));
        ++joint[x * columns + y];
        ++of_a[x];
        ++of_b[y];
      }
      for (std::size_t x = 0; x < rows; ++x) {
        for (std::size_t y = 0; y < columns; ++y) {
          if (joint[x * columns + y] * runs != of_a[x] * of_b[y]) return false;
        }
      }
    }
  }
  return true;
}

std::string array_name(int runs, const std::map<int, int>& columns) {
  std::string text;
  for (const auto& [levels, count] : columns) text += fmt::format("{}{}^{}", text.empty() ? "" : " ", levels, count);
  return fmt::format("L{} ({})", runs, text);
}

std::string array_name(const OrthogonalArray& array) {
  std::map<int, int> columns;
  for (const int levels : array.levels) ++columns[levels];
  return array_name(array.runs, columns);
}

OrthogonalArray select_columns(const OrthogonalArray& array, const std::vector<int>& columns) {
  OrthogonalArray result;
  result.runs = array.runs;
  result.name = array.name;
  result.strength = std::min(array.strength, static_cast<int>(columns.size()));
  for (const int column : columns) result.levels.push_back(array.levels.at(static_cast<std::size_t>(column)));
  result.cells.reserve(static_cast<std::size_t>(array.runs) * columns.size());
  for (int run = 0; run < array.runs; ++run) {
    for (const int column : columns) result.cells.push_back(static_cast<std::uint16_t>(array.at(run, column)));
  }
  return result;
}

OrthogonalArray collapse_levels(const OrthogonalArray& array, const std::vector<int>& levels) {
  OrthogonalArray result = array;
  result.levels = levels;
  bool balanced = true;
  for (std::size_t j = 0; j < levels.size(); ++j) {
    if (levels[j] > array.levels[j] || levels[j] < 1) {
      throw InvalidArgument(fmt::format("a column of {} levels cannot carry {}", array.levels[j], levels[j]),
                            "as many levels or fewer");
    }
    balanced = balanced && array.levels[j] % levels[j] == 0;
  }
  for (std::size_t i = 0; i < result.cells.size(); ++i) {
    const std::size_t j = i % levels.size();
    result.cells[i] = static_cast<std::uint16_t>(result.cells[i] * levels[j] / array.levels[j]);
  }
  if (!balanced) result.strength = 0;
  return result;
}

OrthogonalArray replace_column(const OrthogonalArray& array, int column, const OrthogonalArray& by) {
  const auto place = static_cast<std::size_t>(column);
  if (by.runs != array.levels.at(place)) {
    throw InvalidArgument(
        fmt::format("an array of {} runs cannot replace a column of {} levels", by.runs, array.levels[place]),
        "as many runs as levels");
  }
  OrthogonalArray result;
  result.runs = array.runs;
  const int expected = std::min(2, by.factors());
  result.strength = std::min({2, array.strength, by.strength >= expected ? 2 : by.strength});
  for (std::size_t j = 0; j < array.levels.size(); ++j) {
    if (j != place) {
      result.levels.push_back(array.levels[j]);
    } else {
      result.levels.insert(result.levels.end(), by.levels.begin(), by.levels.end());
    }
  }
  result.cells.reserve(static_cast<std::size_t>(array.runs) * result.levels.size());
  for (int run = 0; run < array.runs; ++run) {
    for (int j = 0; j < array.factors(); ++j) {
      if (j != column) {
        result.cells.push_back(static_cast<std::uint16_t>(array.at(run, j)));
      } else {
        for (int k = 0; k < by.factors(); ++k) {
          result.cells.push_back(static_cast<std::uint16_t>(by.at(array.at(run, j), k)));
        }
      }
    }
  }
  result.name = array_name(result);
  return result;
}

}  // namespace vernier
