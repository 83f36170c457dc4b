#include "vernier/math/orthogonal/array_forms.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>

#include "vernier/math/orthogonal/constructions.hpp"
#include "vernier/math/orthogonal/difference_scheme.hpp"
#include "vernier/math/orthogonal/galois.hpp"

namespace vernier {
namespace {

// L12 (2^4 3^1) and L12 (2^2 6^1): the column of more levels is run / 4 or run / 2, the others are written out. No
// construction in this folder reaches them; they lift L36 to 2^4 3^13 and L24 to 2^16 3^1.
OrthogonalArray stored_l12(int large, std::span<const std::string_view> columns) {
  OrthogonalArray array;
  array.runs = 12;
  array.strength = 2;
  array.levels.assign(columns.size(), 2);
  array.levels.push_back(large);
  for (int run = 0; run < 12; ++run) {
    for (const std::string_view column : columns) {
      array.cells.push_back(static_cast<std::uint16_t>(column[static_cast<std::size_t>(run)] - '0'));
    }
    array.cells.push_back(static_cast<std::uint16_t>(run * large / 12));
  }
  array.name = array_name(array);
  return array;
}

OrthogonalArray l12_with_3() {
  constexpr std::array<std::string_view, 4> columns = {"110011001100", "110010100011", "101010011010", "101001101001"};
  return stored_l12(3, columns);
}

OrthogonalArray l12_with_6() {
  constexpr std::array<std::string_view, 2> columns = {"010101010101", "010101101010"};
  return stored_l12(6, columns);
}

bool contains_columns(const std::map<int, int>& larger, const std::map<int, int>& smaller) {
  return std::all_of(smaller.begin(), smaller.end(), [&](const auto& item) {
    const auto found = larger.find(item.first);
    return found != larger.end() && found->second >= item.second;
  });
}

class BaseForms {
 public:
  explicit BaseForms(int runs) : runs_(runs) {}

  void add(std::map<int, int> columns, std::string construction, std::function<OrthogonalArray()> make) {
    forms_.push_back({runs_, std::move(columns), 2, std::move(construction), std::move(make)});
  }
  void add_scheme(int height, int width, int levels, std::string construction,
                  std::function<DifferenceScheme()> scheme) {
    std::map<int, int> columns{{levels, width}};
    ++columns[height];
    add(std::move(columns), std::move(construction), [scheme = std::move(scheme)] { return developed(scheme()); });
  }
  // Drops what another form contains; of equal ones the first stays.
  [[nodiscard]] std::vector<ArrayForm> undominated() const {
    std::vector<ArrayForm> kept;
    for (std::size_t i = 0; i < forms_.size(); ++i) {
      bool needed = true;
      for (std::size_t j = 0; j < forms_.size() && needed; ++j) {
        if (j == i || !contains_columns(forms_[j].columns, forms_[i].columns)) continue;
        needed = j > i && forms_[j].columns == forms_[i].columns;
      }
      if (needed) kept.push_back(forms_[i]);
    }
    return kept;
  }

 private:
  int runs_;
  std::vector<ArrayForm> forms_;
};

void add_pure_forms(BaseForms& base, int runs) {
  const auto power = prime_power(runs);
  for (int n = 2; power && n <= power->power; ++n) {
    if (power->power % n != 0) continue;
    int q = 1;
    for (int i = 0; i < power->power / n; ++i) q *= power->prime;
    if (n == 2) {
      base.add({{q, q + 1}}, "Bose", [q] { return bose(q); });
    } else {
      base.add({{q, (runs - 1) / (q - 1)}}, "Rao-Hamming", [q, n] { return rao_hamming(q, n); });
    }
  }
  if (runs % 4 == 0 && hadamard_known(runs)) {
    base.add({{2, runs - 1}}, "Plackett-Burman", [runs] { return plackett_burman(runs); });
  }
}

void add_scheme_forms(BaseForms& base, int runs) {
  for (int levels = 2; levels * levels <= runs; ++levels) {
    const auto power = prime_power(levels);
    if (!power || runs % levels != 0) continue;
    const int height = runs / levels;
    const auto tall = prime_power(height);
    if (tall && tall->prime == power->prime) {
      base.add_scheme(height, height, levels, fmt::format("difference scheme D({0},{0},{1})", height, levels),
                      [=] { return multiplication_difference_scheme(height, levels); });
    } else if (levels == 2 && height % 4 == 0 && hadamard_known(height)) {
      base.add_scheme(height, height, 2, fmt::format("difference scheme D({0},{0},2)", height),
                      [=] { return hadamard_difference_scheme(height); });
    } else if (power->prime != 2 && height == 2 * levels) {
      base.add_scheme(height, height, levels, "Addelman-Kempthorne",
                      [=] { return quadratic_difference_scheme(levels); });
    } else if (levels == 3 && height == 12) {
      base.add_scheme(12, 12, 3, "difference scheme D(12,12,3)", difference_scheme_12_3);
    } else if (levels == 3 && (height == 18 || height == 36)) {
      base.add_scheme(height, height, 3, fmt::format("difference scheme D({0},{0},3)", height), [=] {
        const DifferenceScheme left = height == 18 ? quadratic_difference_scheme(3) : difference_scheme_12_3();
        return difference_scheme_product(left, multiplication_difference_scheme(3, 3));
      });
    }
  }
}

void add_other_forms(BaseForms& base, int runs) {
  if (runs == 12) {
    base.add({{2, 4}, {3, 1}}, "stored table", l12_with_3);
    base.add({{2, 2}, {6, 1}}, "stored table", l12_with_6);
  }
  for (int a = 2; a * a <= runs; ++a) {
    if (runs % a != 0) continue;
    const int b = runs / a;
    std::map<int, int> columns;
    ++columns[a];
    ++columns[b];
    base.add(std::move(columns), "full factorial", [=] { return full_factorial({a, b}); });
    if (a == b) base.add({{a, 3}}, "zero-sum (Latin square)", [=] { return zero_sum(a, 2); });
  }
  base.add({{runs, 1}}, "single column", [=] { return full_factorial({runs}); });
}

ArrayForm with_replacement(const ArrayForm& form, int levels, const ArrayForm& by) {
  ArrayForm result;
  result.runs = form.runs;
  result.columns = form.columns;
  if (--result.columns[levels] == 0) result.columns.erase(levels);
  for (const auto& [inner, count] : by.columns) result.columns[inner] += count;
  result.construction = fmt::format("{}; {} levels as {}", form.construction, levels, array_name(by.runs, by.columns));
  result.make = [outer = form.make, inner = by.make, levels] {
    const OrthogonalArray array = outer();
    const auto place = std::find(array.levels.rbegin(), array.levels.rend(), levels);
    return replace_column(array, static_cast<int>(array.levels.rend() - place) - 1, inner());
  };
  return result;
}

}  // namespace

const std::vector<ArrayForm>& ArrayForms::of_runs(int runs) {
  if (const auto found = forms_.find(runs); found != forms_.end()) return found->second;
  BaseForms base(runs);
  add_pure_forms(base, runs);
  if (runs <= max_mixed_runs) {
    add_scheme_forms(base, runs);
    add_other_forms(base, runs);
  }
  std::vector<ArrayForm> forms = base.undominated();
  std::set<std::map<int, int>> seen;
  for (const ArrayForm& form : forms) seen.insert(form.columns);
  for (std::size_t i = 0; i < forms.size() && runs <= max_mixed_runs; ++i) {
    const std::map<int, int> columns = forms[i].columns;
    for (const auto& item : columns) {
      const int levels = item.first;
      if (levels == runs || levels < 4) continue;
      const std::vector<ArrayForm> inner = of_runs(levels);
      for (const ArrayForm& by : inner) {
        if (by.columns.contains(levels)) continue;
        ArrayForm next = with_replacement(forms[i], levels, by);
        if (seen.insert(next.columns).second) forms.push_back(std::move(next));
      }
    }
  }
  return forms_.emplace(runs, std::move(forms)).first->second;
}

std::vector<ArrayForm> strong_array_forms(int strength, int max_runs) {
  std::vector<ArrayForm> forms;
  for (int s = 2; s <= 64; ++s) {
    int runs = 1;
    for (int t = 1; runs <= max_runs / s; ++t) {
      runs *= s;
      if (t < strength) continue;
      if (prime_power(s) && s > t) {
        forms.push_back({runs, {{s, s + 1}}, t, "Bush", [=] { return bush(s, t); }});
      } else {
        forms.push_back({runs, {{s, t + 1}}, t, "zero-sum", [=] { return zero_sum(s, t); }});
      }
    }
  }
  for (int n = 4; strength == 3 && 2 * n <= max_runs; n += 4) {
    if (hadamard_known(n)) {
      forms.push_back({2 * n, {{2, n}}, 3, "Hadamard fold-over", [=] { return hadamard_foldover(n); }});
    }
  }
  std::stable_sort(forms.begin(), forms.end(), [](const ArrayForm& a, const ArrayForm& b) { return a.runs < b.runs; });
  return forms;
}

}  // namespace vernier
