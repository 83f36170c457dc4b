#include "vernier/math/main_effects.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/math/orthogonal/constructions.hpp"

namespace vernier {
namespace {

FactorTable table_of(const OrthogonalArray& array, std::vector<double> values) {
  FactorTable table;
  table.levels = array.levels;
  for (int run = 0; run < array.runs; ++run) {
    std::vector<int>& row = table.cells.emplace_back();
    for (int j = 0; j < array.factors(); ++j) row.push_back(array.at(run, j));
  }
  table.values = std::move(values);
  return table;
}

std::vector<double> normal_values(int count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(3 + rng.normal());
  return values;
}

// Takes the part along `unit` out of `vector`.
void remove_part(std::vector<double>& vector, const std::vector<double>& unit) {
  const double part = std::inner_product(vector.begin(), vector.end(), unit.begin(), 0.0);
  for (std::size_t i = 0; i < vector.size(); ++i) vector[i] -= part * unit[i];
}

// Residual sum of squares of the factors in `used`, by orthogonalising plain indicator columns one after the other:
// another route to the same numbers.
double residual(const FactorTable& table, const std::vector<bool>& used) {
  std::vector<std::vector<double>> columns = {std::vector<double>(table.cells.size(), 1.0)};
  for (std::size_t j = 0; j < used.size(); ++j) {
    for (int level = 0; used[j] && level < table.levels[j]; ++level) {
      std::vector<double>& column = columns.emplace_back();
      for (const auto& row : table.cells) column.push_back(row[j] == level ? 1.0 : 0.0);
    }
  }
  std::vector<double> rest = table.values;
  std::vector<std::vector<double>> basis;
  for (std::vector<double>& column : columns) {
    for (int pass = 0; pass < 2; ++pass) {
      for (const auto& unit : basis) remove_part(column, unit);
    }
    const double norm = std::sqrt(std::inner_product(column.begin(), column.end(), column.begin(), 0.0));
    if (norm < 1e-9) continue;
    for (double& entry : column) entry /= norm;
    remove_part(rest, column);
    basis.push_back(column);
  }
  return std::inner_product(rest.begin(), rest.end(), rest.begin(), 0.0);
}

TEST(MainEffects, SquaresOfASaturatedArrayAddUpToTheTotal) {
  for (const OrthogonalArray& array : {bose(3), bose(5), rao_hamming(2, 4), rao_hamming(3, 3), plackett_burman(12)}) {
    const MainEffects fit = fit_main_effects(table_of(array, normal_values(array.runs, 1)));
    const double sum = std::accumulate(fit.sum_squares.begin(), fit.sum_squares.end(), 0.0);
    EXPECT_NEAR(sum, fit.total_squares, 1e-9 * fit.total_squares) << array.name;
    EXPECT_EQ(fit.residual_freedom, 0);
    EXPECT_EQ(std::accumulate(fit.freedom.begin(), fit.freedom.end(), 0), array.runs - 1);
  }
}

TEST(MainEffects, OrthogonalEffectsAreLevelMeansLessTheMean) {
  const OrthogonalArray array = addelman_kempthorne(3);
  const FactorTable table = table_of(array, normal_values(18, 2));
  const MainEffects fit = fit_main_effects(table);
  for (std::size_t j = 0; j < 7; ++j) {
    double squares = 0;
    for (int level = 0; level < 3; ++level) {
      double sum = 0;
      for (std::size_t i = 0; i < 18; ++i) sum += table.cells[i][j] == level ? table.values[i] : 0;
      const auto at = static_cast<std::size_t>(level);
      EXPECT_NEAR(fit.averages[j][at], sum / 6, 1e-12);
      EXPECT_NEAR(fit.effects[j][at], sum / 6 - fit.mean, 1e-12);
      squares += 6 * std::pow(sum / 6 - fit.mean, 2);
    }
    EXPECT_NEAR(fit.sum_squares[j], squares, 1e-10);
  }
  EXPECT_EQ(fit.residual_freedom, 3);
}

TEST(MainEffects, MissingRunsAreHandledByModelComparison) {
  FactorTable table = table_of(bose(5), normal_values(25, 3));
  for (const int gone : {20, 11, 3}) {
    table.cells.erase(table.cells.begin() + gone);
    table.values.erase(table.values.begin() + gone);
  }
  for (auto& row : table.cells) row.resize(4);
  table.levels.resize(4);
  const MainEffects fit = fit_main_effects(table);
  const double full = residual(table, {true, true, true, true});
  EXPECT_NEAR(fit.residual_squares, full, 1e-9);
  EXPECT_EQ(fit.residual_freedom, 22 - 1 - 16);
  for (std::size_t j = 0; j < 4; ++j) {
    std::vector<bool> used(4, true);
    used[j] = false;
    EXPECT_NEAR(fit.sum_squares[j], residual(table, used) - full, 1e-9);
    EXPECT_EQ(fit.freedom[j], 4);
  }
}

TEST(MainEffects, RecoversAnAdditiveModelExactlyWithRunsMissing) {
  const std::vector<std::vector<double>> planted = {{-1, 0, 1}, {2, -3, 1}, {0.5, 0.5, -1}};
  FactorTable table = table_of(select_columns(bose(3), {0, 1, 2}), std::vector<double>(9));
  for (std::size_t i = 0; i < 9; ++i) {
    table.values[i] = 10;
    for (std::size_t j = 0; j < 3; ++j) table.values[i] += planted[j][static_cast<std::size_t>(table.cells[i][j])];
  }
  table.cells.erase(table.cells.begin() + 4);
  table.values.erase(table.values.begin() + 4);
  const MainEffects fit = fit_main_effects(table);
  EXPECT_NEAR(fit.residual_squares, 0, 1e-12);
  for (int a = 0; a < 3; ++a) {
    for (int b = 0; b < 3; ++b) {
      for (int c = 0; c < 3; ++c) {
        const std::vector<int> levels = {a, b, c};
        double truth = 10;
        for (std::size_t j = 0; j < 3; ++j) truth += planted[j][static_cast<std::size_t>(levels[j])];
        EXPECT_NEAR(fit.predict(levels), truth, 1e-10);
      }
    }
  }
}

TEST(MainEffects, PredictionVarianceIsTaguchisEffectiveRepetition) {
  const FactorTable table = table_of(bose(3), normal_values(9, 4));
  const std::vector<int> levels = {0, 2, 1, 1};
  EXPECT_NEAR(prediction_variance(table, levels, {true, false, true, false}), (1 + 4) / 9.0, 1e-12);
  EXPECT_NEAR(prediction_variance(table, levels, {false, false, false, false}), 1 / 9.0, 1e-12);
  EXPECT_NEAR(prediction_variance(table, levels, {}), 1.0, 1e-12);
}

TEST(MainEffects, InseparableFactorsHaveNoFreedom) {
  FactorTable table;
  table.levels = {2, 2, 3};
  table.cells = {{0, 0, 0}, {1, 1, 0}, {0, 0, 1}, {1, 1, 1}};  // the first two are one, level 2 of the third unseen
  table.values = {1, 2, 3, 4};
  const MainEffects fit = fit_main_effects(table);
  EXPECT_EQ(fit.freedom, (std::vector<int>{0, 0, 1}));
  EXPECT_TRUE(std::isnan(fit.effects[2][2]));
  EXPECT_NEAR(fit.effects[0][1] - fit.effects[0][0] + fit.effects[1][1] - fit.effects[1][0], 1.0, 1e-12);
  EXPECT_TRUE(std::isinf(prediction_variance(table, std::vector<int>{0, 0, 2}, {})));
}

TEST(MainEffects, RefusesBadTables) {
  EXPECT_THROW((void)fit_main_effects({{2}, {}, {}}), InvalidArgument);
  EXPECT_THROW((void)fit_main_effects({{2}, {{2}}, {1.0}}), InvalidArgument);
  EXPECT_THROW((void)fit_main_effects({{2, 2}, {{1}}, {1.0}}), InvalidArgument);
}

}  // namespace
}  // namespace vernier
