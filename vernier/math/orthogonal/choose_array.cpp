#include "vernier/math/orthogonal/choose_array.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>

#include "vernier/base/errors.hpp"
#include "vernier/math/orthogonal/array_forms.hpp"
#include "vernier/math/orthogonal/constructions.hpp"
#include "vernier/math/orthogonal/galois.hpp"

namespace vernier {
namespace {

// How a form carries the factors: the levels of the column under each factor.
struct FactorCarriage {
  ArrayForm form;
  std::vector<int> column_levels;
  int exact = 0;
  bool strict = true;
};

// Matches factors to columns (Kuhn's augmenting paths over classes of equal columns).
class ColumnMatching {
 public:
  ColumnMatching(std::span<const int> levels, const std::map<int, int>& columns, bool strict)
      : levels_(levels), columns_(columns), strict_(strict) {}

  // The column levels of each factor, or nothing.
  std::optional<std::vector<int>> solve() {
    std::vector<std::size_t> order(levels_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return levels_[a] > levels_[b]; });
    for (const std::size_t factor : order) {
      std::map<int, bool> visited;
      if (!augment(factor, visited)) return std::nullopt;
    }
    std::vector<int> result(levels_.size());
    for (const auto& [column, factors] : users_) {
      for (const std::size_t factor : factors) result[factor] = column;
    }
    return result;
  }

 private:
  bool augment(std::size_t factor, std::map<int, bool>& visited) {
    for (const bool even : {true, false}) {  // the nearest even multiple first, then any larger column
      if (!even && strict_) break;
      for (const auto& [column, capacity] : columns_) {
        if (column < levels_[factor] || (column % levels_[factor] == 0) != even || visited[column]) continue;
        visited[column] = true;
        auto& users = users_[column];
        if (static_cast<int>(users.size()) < capacity) {
          users.push_back(factor);
          return true;
        }
        for (std::size_t i = 0; i < users.size(); ++i) {
          const std::size_t other = users[i];
          if (augment(other, visited)) {
            users_[column][i] = factor;
            return true;
          }
        }
      }
    }
    return false;
  }

  std::span<const int> levels_;
  const std::map<int, int>& columns_;
  bool strict_;
  std::map<int, std::vector<std::size_t>> users_;
};

std::optional<FactorCarriage> carry_factors(std::span<const int> levels, const ArrayForm& form, bool strict) {
  auto columns = ColumnMatching(levels, form.columns, strict).solve();
  if (!columns) return std::nullopt;
  FactorCarriage carriage{form, std::move(*columns), 0, true};
  for (std::size_t j = 0; j < levels.size(); ++j) {
    carriage.exact += carriage.column_levels[j] == levels[j] ? 1 : 0;
    carriage.strict = carriage.strict && carriage.column_levels[j] % levels[j] == 0;
  }
  return carriage;
}

// The best of several forms of the same number of runs.
std::optional<FactorCarriage> best_carriage(std::span<const int> levels, std::span<const ArrayForm> forms,
                                            bool strict) {
  std::optional<FactorCarriage> best;
  for (const ArrayForm& form : forms) {
    auto carriage = carry_factors(levels, form, strict);
    if (!carriage) continue;
    if (!best || carriage->strict > best->strict ||
        (carriage->strict == best->strict && carriage->exact > best->exact)) {
      best = std::move(carriage);
    }
  }
  return best;
}

std::string factor_levels_text(std::span<const int> levels) {
  std::string text;
  for (const int count : levels) text += fmt::format("{}{}", text.empty() ? "" : ",", count);
  return text;
}

void check_request(std::span<const int> levels, const ArrayWish& wish) {
  if (levels.empty()) throw InvalidArgument("no factors to place in an array", "the number of levels of each factor");
  for (std::size_t j = 0; j < levels.size(); ++j) {
    if (levels[j] < 2 || levels[j] > 64) {
      throw InvalidArgument(fmt::format("factor {} has {} level{}", j + 1, levels[j], levels[j] == 1 ? "" : "s"),
                            "2 to 64 levels", levels[j] < 2 ? "Leave out what does not vary." : "Merge levels.");
    }
  }
  if (wish.strength < 2 || wish.strength > 6) {
    throw InvalidArgument(fmt::format("an array of strength {}", wish.strength), "a strength from 2 to 6");
  }
  if (wish.max_runs < 2 || wish.max_runs > max_array_runs) {
    throw InvalidArgument(fmt::format("an array of at most {} runs", wish.max_runs),
                          fmt::format("a limit from 2 to {}", max_array_runs));
  }
}

// Degrees of freedom and the two largest factors bound the runs from below.
int fewest_runs(std::span<const int> levels) {
  int freedom = 1;
  for (const int count : levels) freedom += count - 1;
  std::vector<int> sorted(levels.begin(), levels.end());
  std::sort(sorted.rbegin(), sorted.rend());
  return std::max(freedom, sorted.size() > 1 ? sorted[0] * sorted[1] : sorted[0]);
}

class ArraySearch {
 public:
  ArraySearch(std::span<const int> levels, const ArrayWish& wish) : levels_(levels), wish_(wish) {}

  std::optional<FactorCarriage> run() {
    std::int64_t product = 1;
    for (const int count : levels_) product = std::min<std::int64_t>(product * count, max_array_runs + 1);
    const int factorial = static_cast<int>(product);
    if (wish_.strength == 2) {
      ArrayForms forms;
      for (int runs = fewest_runs(levels_); runs <= wish_.max_runs && !strict_; ++runs) {
        if (runs > ArrayForms::max_mixed_runs && !prime_power(runs) && runs % 4 != 0 && runs != factorial) continue;
        if (runs == factorial && (levels_.size() != 2 || runs > ArrayForms::max_mixed_runs)) {
          consider(factorial_form(runs));
        } else if (levels_.size() > 1) {
          consider(forms.of_runs(runs));
        }
        if (enough(runs)) break;
      }
    } else {
      for (const ArrayForm& form : strong_array_forms(wish_.strength, wish_.max_runs)) {
        if (strict_ || enough(form.runs)) break;
        if (factorial <= form.runs) consider(factorial_form(factorial));
        if (strict_) break;
        consider({form});
      }
      if (!strict_ && factorial <= wish_.max_runs) consider(factorial_form(factorial));
    }
    if (!merged_) return strict_;
    if (strict_ && strict_->form.runs <= wish_.patience * merged_->form.runs) return strict_;
    return merged_;
  }

 private:
  std::vector<ArrayForm> factorial_form(int runs) const {
    std::map<int, int> columns;
    for (const int count : levels_) ++columns[count];
    return {{runs, columns, static_cast<int>(levels_.size()), "full factorial",
             [levels = std::vector<int>(levels_.begin(), levels_.end())] { return full_factorial(levels); }}};
  }
  void consider(const std::vector<ArrayForm>& forms) {
    if (auto found = best_carriage(levels_, forms, true)) {
      strict_ = std::move(found);
    } else if (wish_.collapse && !merged_) {
      merged_ = best_carriage(levels_, forms, false);
    }
  }
  // Whether the runs have grown so far that a strict array would no longer be preferred.
  [[nodiscard]] bool enough(int runs) const { return merged_ && runs > wish_.patience * merged_->form.runs; }

  std::span<const int> levels_;
  const ArrayWish& wish_;
  std::optional<FactorCarriage> strict_;
  std::optional<FactorCarriage> merged_;
};

// Columns of `whole` for the factors: for each in turn a free one with the wanted number of levels.
std::vector<int> assign_columns(const OrthogonalArray& whole, std::span<const int> wanted, std::span<const int> order) {
  std::vector<int> columns;
  std::vector<bool> taken(whole.levels.size());
  for (const int levels : wanted) {
    for (const int column : order) {
      const auto at = static_cast<std::size_t>(column);
      if (taken[at] || whole.levels[at] != levels) continue;
      taken[at] = true;
      columns.push_back(column);
      break;
    }
  }
  return columns;
}

// How far three columns are from having all combinations equally often; 0 when they do.
double triple_aliasing(const OrthogonalArray& whole, int a, int b, int c) {
  const auto levels = [&](int column) { return whole.levels[static_cast<std::size_t>(column)]; };
  std::vector<int> counts(static_cast<std::size_t>(levels(a) * levels(b) * levels(c)));
  for (int run = 0; run < whole.runs; ++run) {
    ++counts[static_cast<std::size_t>((whole.at(run, a) * levels(b) + whole.at(run, b)) * levels(c) +
                                      whole.at(run, c))];
  }
  double squares = 0;
  for (const int count : counts) squares += static_cast<double>(count) * count;
  return squares * static_cast<double>(counts.size()) / (static_cast<double>(whole.runs) * whole.runs) - 1;
}

// Columns for the factors such that three of them are balanced where that can be: the main effects of the design are
// then clear of more of the interactions, and its strength may be 3. Greedy; `order` is kept where that is too much
// work or columns are too fine for it.
std::vector<int> least_aliased_columns(const OrthogonalArray& whole, std::span<const int> wanted,
                                       std::span<const int> order) {
  std::vector<int> sorted(wanted.begin(), wanted.end());
  std::sort(sorted.begin(), sorted.end());
  const double triples = std::pow(static_cast<double>(wanted.size()), 3) / 6;
  const double work = triples * static_cast<double>(whole.levels.size()) * whole.runs;
  if (wanted.size() < 3 || sorted[0] * sorted[1] * sorted[2] > whole.runs || work > 5e7) {
    return assign_columns(whole, wanted, order);
  }
  std::vector<int> columns;
  for (const int levels : wanted) {
    int best = -1;
    double least = 0;
    for (const int column : order) {
      if (whole.levels[static_cast<std::size_t>(column)] != levels) continue;
      if (std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
      double aliasing = 0;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t k = i + 1; k < columns.size(); ++k) {
          aliasing += triple_aliasing(whole, columns[i], columns[k], column);
        }
      }
      if (best < 0 || aliasing < least - 1e-9) {
        best = column;
        least = aliasing;
      }
    }
    columns.push_back(best);
  }
  return columns;
}

OrthogonalArray array_of(const OrthogonalArray& whole, const std::vector<int>& columns, std::span<const int> levels) {
  OrthogonalArray array =
      collapse_levels(select_columns(whole, columns), std::vector<int>(levels.begin(), levels.end()));
  array.strength = computed_strength(array);
  array.name = whole.name;
  return array;
}

}  // namespace

ChosenArray choose_array(std::span<const int> levels, const ArrayWish& wish) {
  check_request(levels, wish);
  const std::optional<FactorCarriage> found = ArraySearch(levels, wish).run();
  if (!found) {
    throw InvalidArgument(
        fmt::format("no orthogonal array of strength {} with at most {} runs carries factors of {} levels",
                    wish.strength, wish.max_runs, factor_levels_text(levels)),
        fmt::format("at least {} runs, or fewer factors and levels", fewest_runs(levels)),
        wish.max_runs < max_array_runs ? "Allow more runs." : "Use fewer factors or levels, or a lower strength.");
  }
  ChosenArray chosen;
  chosen.whole = found->form.make();
  chosen.whole.name = array_name(found->form.runs, found->form.columns);
  chosen.construction = found->form.construction;
  std::vector<int> order(chosen.whole.levels.size());
  std::iota(order.begin(), order.end(), 0);
  chosen.columns = least_aliased_columns(chosen.whole, found->column_levels, order);
  chosen.array = array_of(chosen.whole, chosen.columns, levels);
  for (std::size_t j = 0; j < levels.size(); ++j) {
    const int from = found->column_levels[j];
    if (from == levels[j]) continue;
    chosen.notes.push_back(fmt::format("factor {}: {} levels merged {} to {}", j + 1, from,
                                       from % levels[j] == 0 ? "evenly" : "unevenly", levels[j]));
  }
  if (!found->strict) {
    chosen.notes.push_back(
        "frequencies are proportional, not equal: level means stay unbiased by other factors, but levels differ in "
        "precision, and the strength in the strict sense is that shown");
  }
  const std::size_t unused = chosen.whole.levels.size() - levels.size();
  if (unused > 0) chosen.notes.push_back(fmt::format("{} of {} columns stay free", unused, chosen.whole.levels.size()));
  return chosen;
}

ChosenArray place_at_random(const ChosenArray& chosen, Rng rng) {
  ChosenArray placed = chosen;
  std::vector<int> order(chosen.whole.levels.size());
  std::iota(order.begin(), order.end(), 0);
  rng.shuffle(std::span<int>(order));
  std::vector<int> wanted;
  for (const int column : chosen.columns) wanted.push_back(chosen.whole.levels[static_cast<std::size_t>(column)]);
  placed.columns = assign_columns(chosen.whole, wanted, order);
  placed.array = array_of(chosen.whole, placed.columns, chosen.array.levels);
  return placed;
}

}  // namespace vernier
