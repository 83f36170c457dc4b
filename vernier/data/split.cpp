#include "vernier/data/split.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "vernier/base/errors.hpp"
#include "vernier/space/expression.hpp"

namespace vernier {
namespace {

/// The rows of each class in random order; one group of all rows without classes.
std::vector<std::vector<Index>> shuffled_groups(Index rows, Rng rng, std::span<const Index> classes) {
  std::vector<Index> order = all_rows(rows);
  rng.shuffle(std::span<Index>(order));
  if (classes.empty()) return {std::move(order)};
  if (static_cast<Index>(classes.size()) != rows) {
    throw InvalidArgument(fmt::format("{} classes for {} rows", classes.size(), rows), "one class id per row");
  }
  std::map<Index, std::vector<Index>> groups;
  for (const Index row : order) groups[classes[static_cast<std::size_t>(row)]].push_back(row);
  std::vector<std::vector<Index>> result;
  for (auto& [id, group] : groups) result.push_back(std::move(group));
  return result;
}

Split split_of_marks(const std::vector<bool>& in_test, std::string_view rule) {
  Split split;
  for (std::size_t row = 0; row < in_test.size(); ++row) {
    (in_test[row] ? split.test : split.train).push_back(static_cast<Index>(row));
  }
  if (split.train.empty() || split.test.empty()) {
    throw InvalidArgument(fmt::format("{} holds back {} of {} rows", rule, split.test.size(), in_test.size()),
                          "rows on both sides", "Choose a smaller or a larger part.");
  }
  return split;
}

Split split_by_expression(const std::string& text, Index rows) {
  const Expression expression = Expression::parse(text);
  for (const std::string& name : expression.names()) {
    if (name != "i" && name != "n") {
      throw InvalidArgument(fmt::format("'{}' in the rule rows: \"{}\"", name, text),
                            "i (the row, from 0) and n (the number of rows)");
    }
  }
  std::vector<bool> in_test;
  ParamMap values{{"n", rows}};
  for (Index row = 0; row < rows; ++row) {
    values["i"] = row;
    in_test.push_back(expression.holds(values));
  }
  return split_of_marks(in_test, fmt::format("rows: \"{}\"", text));
}

}  // namespace

std::vector<Index> all_rows(Index count) {
  std::vector<Index> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

Split random_split(Index rows, double fraction, Rng rng, std::span<const Index> classes) {
  if (!(fraction > 0 && fraction < 1)) {
    throw InvalidArgument(fmt::format("a part of {} of the rows", fraction), "a fraction between 0 and 1");
  }
  const auto wanted = static_cast<Index>(std::llround(fraction * static_cast<double>(rows)));
  const std::vector<std::vector<Index>> groups = shuffled_groups(rows, rng, classes);
  // each class gives the whole part of its share; the largest remainders give one more until the count is right
  std::vector<Index> take(groups.size());
  std::vector<std::size_t> order(groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Index taken = 0;
  const auto share = [&](std::size_t g) { return fraction * static_cast<double>(groups[g].size()); };
  for (std::size_t g = 0; g < groups.size(); ++g) taken += take[g] = static_cast<Index>(std::floor(share(g) + 1e-9));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return share(a) - std::floor(share(a)) > share(b) - std::floor(share(b));
  });
  for (std::size_t g = 0; g < order.size() && taken < wanted; ++g, ++taken) ++take[order[g]];
  std::vector<bool> in_test(static_cast<std::size_t>(rows), false);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto size = static_cast<Index>(groups[g].size());
    if (!classes.empty() && size >= 2) take[g] = std::clamp<Index>(take[g], 1, size - 1);
    for (Index i = 0; i < take[g]; ++i)
      in_test[static_cast<std::size_t>(groups[g][static_cast<std::size_t>(i)])] = true;
  }
  return split_of_marks(in_test, fmt::format("a fraction of {}", fraction));
}

Split split_by_rule(const Json& rule, Index rows, Rng rng, std::span<const Index> classes) {
  if (rule.is_number()) return random_split(rows, rule.get<double>(), rng, classes);
  const auto fail = [&] {
    throw InvalidArgument(fmt::format("the test part is {}", rule.dump()),
                          "a fraction such as 0.2, {last: N}, {first: N}, {fraction: F} or {rows: EXPRESSION}");
  };
  if (!rule.is_object() || rule.size() != 1) fail();
  const std::string key = rule.begin().key();
  const Json& value = rule.begin().value();
  if (key == "rows" && value.is_string()) return split_by_expression(value.get<std::string>(), rows);
  if (!value.is_number()) fail();
  const auto number = value.get<double>();
  if (key == "fraction") return random_split(rows, number, rng, classes);
  if ((key != "last" && key != "first") || !(number > 0)) fail();
  const double count = number < 1 ? std::round(number * static_cast<double>(rows)) : number;
  if (count != std::trunc(count)) fail();
  std::vector<bool> in_test(static_cast<std::size_t>(rows));
  for (std::size_t row = 0; row < in_test.size(); ++row) {
    const auto place = static_cast<double>(row);
    in_test[row] = key == "first" ? place < count : place >= static_cast<double>(rows) - count;
  }
  return split_of_marks(in_test, fmt::format("{}: {}", key, value.dump()));
}

std::vector<Split> k_folds(Index rows, int folds, Rng rng, std::span<const Index> classes) {
  if (folds < 2 || folds > rows) {
    throw InvalidArgument(fmt::format("{} folds of {} rows", folds, rows), "at least 2 folds and a row for each");
  }
  std::vector<Index> fold_of(static_cast<std::size_t>(rows));
  Index next = 0;  // dealt in turn, class after class, so that folds differ by one row at most, in all and per class
  for (const std::vector<Index>& group : shuffled_groups(rows, rng, classes)) {
    for (const Index row : group) fold_of[static_cast<std::size_t>(row)] = next++ % folds;
  }
  std::vector<Split> splits(static_cast<std::size_t>(folds));
  for (Index row = 0; row < rows; ++row) {
    for (Index fold = 0; fold < folds; ++fold) {
      Split& split = splits[static_cast<std::size_t>(fold)];
      (fold_of[static_cast<std::size_t>(row)] == fold ? split.test : split.train).push_back(row);
    }
  }
  return splits;
}

bool sorted_by_target(std::span<const float> targets) {
  if (targets.size() < 10) return false;
  const auto [low, high] = std::minmax_element(targets.begin(), targets.end());
  if (*low == *high) return false;
  return std::is_sorted(targets.begin(), targets.end()) || std::is_sorted(targets.rbegin(), targets.rend());
}

}  // namespace vernier
