#include "vernier/math/main_effects.hpp"

#include <fmt/core.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

// Where the indicator column of (factor, level) stands; -1 for a level that no run has.
struct IndicatorIndex {
  std::vector<std::vector<int>> column;
  std::vector<int> factor_of;
};

IndicatorIndex indicators(const std::vector<std::vector<int>>& counts) {
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

  const IndicatorIndex index = indicators(fit.counts);
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

double prediction_variance(const FactorTable& table, std::span<const int> levels, const std::vector<bool>& use) {
  const std::vector<std::vector<int>> counts = level_counts(table);
  const IndicatorIndex index = indicators(counts);
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
