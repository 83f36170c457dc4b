// Normalized rows and their gradients against their definition, in double, for every instruction set.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "vernier/tensor/isa/table.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::kernels {
namespace {

std::vector<float> numbers(std::size_t count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(rng.uniform(-1.0, 2.0));
  return values;
}

TEST(Normalization, IsOfEachRow) {
  constexpr double epsilon = 1e-3;
  constexpr std::size_t rows = 5;
  for (const std::size_t columns : {1U, 7U, 16U, 33U, 100U}) {
    const auto x = numbers(rows * columns, 1);
    const auto dy = numbers(rows * columns, 2);
    const auto gamma = numbers(columns, 3);
    const auto beta = numbers(columns, 4);
    std::vector<double> y(x.size()), dx(x.size()), dgamma(columns), dbeta(columns);
    const auto count = static_cast<double>(columns);
    for (std::size_t r = 0; r < rows; ++r) {
      double mean = 0, variance = 0, sum = 0, product = 0;
      for (std::size_t c = 0; c < columns; ++c) mean += x[r * columns + c] / count;
      for (std::size_t c = 0; c < columns; ++c) variance += std::pow(x[r * columns + c] - mean, 2) / count;
      const double inverse = 1 / std::sqrt(variance + epsilon);
      for (std::size_t c = 0; c < columns; ++c) {
        const std::size_t at = r * columns + c;
        const double normal = (x[at] - mean) * inverse;
        y[at] = normal * gamma[c] + beta[c];
        sum += dy[at] * gamma[c];
        product += dy[at] * gamma[c] * normal;
        dgamma[c] += dy[at] * normal;
        dbeta[c] += dy[at];
      }
      for (std::size_t c = 0; c < columns; ++c) {
        const double normal = (x[r * columns + c] - mean) * inverse;
        dx[r * columns + c] = inverse * (dy[r * columns + c] * gamma[c] - sum / count - normal * product / count);
      }
    }
    const TableList tables = runnable_tables();
    for (std::size_t t = 0; t < tables.count; ++t) {
      SCOPED_TRACE(tables.tables[t]->name);
      const RowNormalization call{static_cast<Index>(rows), static_cast<Index>(columns), static_cast<float>(epsilon),
                                  gamma.data(), beta.data()};
      std::vector<float> found(x.size()), mean(rows), inverse(rows), found_gamma(columns), found_beta(columns);
      tables.tables[t]->normalize_rows(call, x.data(), found.data(), mean.data(), inverse.data());
      for (std::size_t i = 0; i < y.size(); ++i) ASSERT_NEAR(found[i], y[i], 2e-5) << columns << ' ' << i;
      tables.tables[t]->normalize_rows_gradient(call, x.data(), mean.data(), inverse.data(), dy.data(),
                                                found_gamma.data(), found_beta.data(), found.data());
      for (std::size_t i = 0; i < dx.size(); ++i) ASSERT_NEAR(found[i], dx[i], 1e-4) << columns << ' ' << i;
      for (std::size_t c = 0; c < columns; ++c) {
        ASSERT_NEAR(found_gamma[c], dgamma[c], 2e-5) << columns;
        ASSERT_NEAR(found_beta[c], dbeta[c], 2e-5) << columns;
      }
    }
  }
}

}  // namespace
}  // namespace vernier::kernels
