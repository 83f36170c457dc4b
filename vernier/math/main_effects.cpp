#include "vernier/math/main_effects.hpp"

#include <fmt/core.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <set>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

// Where the indicator column of (factor, level) stands; -1 for a level that no run has.
struct IndicatorIndex {
  std::vector<std::vector<int>> column;
  std::vector<int> factor_of;
};

IndicatorIndex indicator_index(const std::vector<std::vector<int>>& counts) {
  IndicatorIndex index;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    std::vector<int>& columns = index.column.emplace_back();
    for (const int count : counts[j]) {
      columns.push_back(count > 0 ? static_cast<int>(index.factor_of.size()) : -1);
      if (count > 0) index.factor_of.push_back(static_cast<int>(j));
    }
  }
  return index;
}

std::vector<std::vector<int>> level_counts(const FactorTable& table) {
  std::vector<std::vector<int>> counts;
  for (const int levels : table.levels) counts.emplace_back(static_cast<std::size_t>(std::max(levels, 0)));
  for (const std::vector<int>& row : table.cells) {
    if (row.size() != table.levels.size()) throw InvalidArgument("uneven rows in a factor table", "a level per factor");
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (row[j] < 0 || row[j] >= table.levels[j]) {
        throw InvalidArgument(fmt::format("level {} of factor {}", row[j], j + 1),
                              fmt::format("0 to {}", table.levels[j] - 1));
      }
      ++counts[j][static_cast<std::size_t>(row[j])];
    }
  }
  return counts;
}

// The normal equations of centred indicator columns: X'X. Each factor's columns add up to zero, so it is singular and
// solved through its eigenvalues.
Eigen::MatrixXd indicator_gram(const FactorTable& table, const IndicatorIndex& index,
                               const std::vector<std::vector<int>>& counts) {
  const auto size = static_cast<Eigen::Index>(index.factor_of.size());
  Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(size, size);
  std::vector<int> columns(table.levels.size());
  for (const std::vector<int>& row : table.cells) {
    for (std::size_t j = 0; j < row.size(); ++j) columns[j] = index.column[j][static_cast<std::size_t>(row[j])];
    for (const int a : columns) {
      for (const int b : columns) gram(a, b) += 1;
    }
  }
  Eigen::VectorXd count(size);
  for (std::size_t j = 0; j < counts.size(); ++j) {
    for (std::size_t level = 0; level < counts[j].size(); ++level) {
      if (index.column[j][level] >= 0) count(index.column[j][level]) = counts[j][level];
    }
  }
  gram -= count * count.transpose() / static_cast<double>(table.cells.size());
  return gram;
}

struct GramSolution {
  Eigen::VectorXd weights;
  double explained = 0;
  int rank = 0;
};

// The smallest least-squares solution over the columns of the factors that are not `without` (-1: all).
GramSolution solve_gram(const Eigen::MatrixXd& gram, const Eigen::VectorXd& right, const IndicatorIndex& index,
                        int without) {
  std::vector<Eigen::Index> kept;
  for (std::size_t c = 0; c < index.factor_of.size(); ++c) {
    if (index.factor_of[c] != without) kept.push_back(static_cast<Eigen::Index>(c));
  }
  GramSolution solution;
  solution.weights = Eigen::VectorXd::Zero(gram.rows());
  if (kept.empty()) return solution;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(Eigen::MatrixXd(gram(kept, kept)));
  const Eigen::VectorXd projected = eigen.eigenvectors().transpose() * Eigen::VectorXd(right(kept));
  const double threshold = 1e-10 * std::max(eigen.eigenvalues().tail(1)(0), 1e-300);
  Eigen::VectorXd scaled = Eigen::VectorXd::Zero(projected.size());
  for (Eigen::Index i = 0; i < projected.size(); ++i) {
    if (eigen.eigenvalues()(i) <= threshold) continue;
    scaled(i) = projected(i) / eigen.eigenvalues()(i);
    solution.explained += projected(i) * scaled(i);
    ++solution.rank;
  }
  solution.weights(kept) = eigen.eigenvectors() * scaled;
  return solution;
}

}  // namespace

MainEffects fit_main_effects(const FactorTable& table) {
  const std::size_t runs = table.cells.size();
  if (runs == 0 || table.values.size() != runs) {
    throw InvalidArgument("a factor table without runs or with a value missing", "one finite value for each run");
  }
  MainEffects fit;
  fit.counts = level_counts(table);
  for (const double value : table.values) fit.mean += value / static_cast<double>(runs);
  for (const double value : table.values) fit.total_squares += (value - fit.mean) * (value - fit.mean);
  fit.total_freedom = static_cast<int>(runs) - 1;

  const IndicatorIndex index = indicator_index(fit.counts);
  const Eigen::MatrixXd gram = indicator_gram(table, index, fit.counts);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(gram.rows());
  for (std::size_t i = 0; i < runs; ++i) {
    for (std::size_t j = 0; j < table.levels.size(); ++j) {
      right(index.column[j][static_cast<std::size_t>(table.cells[i][j])]) += table.values[i] - fit.mean;
    }
  }
  const GramSolution full = solve_gram(gram, right, index, -1);
  fit.residual_freedom = fit.total_freedom - full.rank;
  fit.residual_squares = std::max(0.0, fit.total_squares - full.explained);
  if (fit.residual_freedom == 0) fit.residual_squares = 0;

  for (std::size_t j = 0; j < table.levels.size(); ++j) {
    const GramSolution reduced = solve_gram(gram, right, index, static_cast<int>(j));
    fit.freedom.push_back(full.rank - reduced.rank);
    fit.sum_squares.push_back(fit.freedom.back() > 0 ? std::max(0.0, full.explained - reduced.explained) : 0.0);
    std::vector<double>& averages = fit.averages.emplace_back();
    std::vector<double>& effects = fit.effects.emplace_back();
    double centre = 0;
    for (std::size_t level = 0; level < fit.counts[j].size(); ++level) {
      const int column = index.column[j][level];
      if (column < 0) {
        averages.push_back(std::numeric_limits<double>::quiet_NaN());
        effects.push_back(std::numeric_limits<double>::quiet_NaN());
        continue;
      }
      averages.push_back(fit.mean + right(column) / fit.counts[j][level]);
      effects.push_back(full.weights(column));
      centre += effects.back() * fit.counts[j][level] / static_cast<double>(runs);
    }
    for (double& effect : effects) effect -= centre;
  }
  return fit;
}

double MainEffects::predict(std::span<const int> levels, const std::vector<bool>& use) const {
  double value = mean;
  for (std::size_t j = 0; j < effects.size(); ++j) {
    if (use.empty() || use[j]) value += effects[j].at(static_cast<std::size_t>(levels[j]));
  }
  return value;
}

std::optional<std::vector<int>> least_prediction(const MainEffects& fit, std::span<const int> choices,
                                                 const std::function<bool(std::span<const int> levels)>& accept) {
  constexpr int effort = 20000;
  const std::size_t factors = fit.effects.size();
  std::vector<std::vector<int>> ranked(factors);  // the levels of each factor, the best first
  for (std::size_t j = 0; j < factors; ++j) {
    const std::vector<double>& effects = fit.effects[j];
    for (int level = 0; level < choices[j]; ++level) {
      if (!std::isnan(effects[static_cast<std::size_t>(level)])) ranked[j].push_back(level);
    }
    if (ranked[j].empty()) return std::nullopt;
    std::stable_sort(ranked[j].begin(), ranked[j].end(), [&](int a, int b) {
      return effects[static_cast<std::size_t>(a)] < effects[static_cast<std::size_t>(b)];
    });
  }
  const auto levels_at = [&](const std::vector<int>& ranks) {
    std::vector<int> levels;
    for (std::size_t j = 0; j < factors; ++j) levels.push_back(ranked[j][static_cast<std::size_t>(ranks[j])]);
    return levels;
  };
  using Candidate = std::pair<double, std::vector<int>>;  // prediction, rank of each factor's level
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  std::set<std::vector<int>> seen;
  const std::vector<int> best(factors, 0);
  queue.emplace(fit.predict(levels_at(best)), best);
  for (int i = 0; i < effort && !queue.empty(); ++i) {
    const std::vector<int> ranks = queue.top().second;
    queue.pop();
    std::vector<int> levels = levels_at(ranks);
    if (accept(levels)) return levels;
    for (std::size_t j = 0; j < factors; ++j) {
      std::vector<int> worse = ranks;
      if (++worse[j] == static_cast<int>(ranked[j].size()) || !seen.insert(worse).second) continue;
      const double prediction = fit.predict(levels_at(worse));
      queue.emplace(prediction, std::move(worse));
    }
  }
  return std::nullopt;
}

double prediction_variance(const FactorTable& table, std::span<const int> levels, const std::vector<bool>& use) {
  const std::vector<std::vector<int>> counts = level_counts(table);
  const IndicatorIndex index = indicator_index(counts);
  const auto runs = static_cast<double>(table.cells.size());
  Eigen::VectorXd point = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(index.factor_of.size()));
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (!use.empty() && !use[j]) continue;
    for (std::size_t level = 0; level < counts[j].size(); ++level) {
      if (index.column[j][level] >= 0) point(index.column[j][level]) -= counts[j][level] / runs;
    }
    const int column = index.column[j].at(static_cast<std::size_t>(levels[j]));
    if (column < 0) return std::numeric_limits<double>::infinity();
    point(column) += 1;
  }
  const GramSolution solution = solve_gram(indicator_gram(table, index, counts), point, index, -1);
  return 1 / runs + solution.explained;
}

}  // namespace vernier
