#include "vernier/tensor/optimizer_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/tensor/isa/table.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::kernels {
namespace {

std::vector<float> draws(std::size_t count, std::uint64_t seed, double low, double high) {
  Rng rng(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(rng.uniform(low, high));
  return values;
}

// Lengths around the widths of the vectors, so that every tail is met.
constexpr std::size_t lengths[] = {1, 3, 7, 15, 16, 17, 33, 100};

TEST(OptimizerKernels, EveryInstructionSetFollowsTheFormulas) {
  const TableList list = runnable_tables();
  for (std::size_t k = 0; k < list.count; ++k) {
    const Table& table = *list.tables[k];
    for (const std::size_t n : lengths) {
      const auto size = static_cast<std::ptrdiff_t>(n);
      const std::vector<float> g = draws(n, 1, -2, 2);
      const std::vector<float> start = draws(n, 2, -1, 1);
      const std::vector<float> old_m = draws(n, 3, -1, 1);
      const std::vector<float> old_v = draws(n, 4, 0.5, 1);
      std::vector<float> w = start;
      std::vector<float> m = old_m;
      std::vector<float> v = old_v;
      table.adam({.rate = 0.1F, .rest_1 = 0.25F, .rest_2 = 0.5F, .epsilon = 0.01F}, g.data(), w.data(), m.data(),
                 v.data(), nullptr, size);
      for (std::size_t i = 0; i < n; ++i) {
        const double mean = old_m[i] + (double{g[i]} - old_m[i]) * 0.25;
        const double square = old_v[i] + (double{g[i]} * g[i] - old_v[i]) * 0.5;
        EXPECT_NEAR(w[i], start[i] - 0.1 * mean / (std::sqrt(square) + 0.01), 1e-6) << table.name << n;
      }
      w = start;
      v = old_m;
      table.sgd({.rate = 0.1F, .momentum = 0.5F, .nesterov = true}, g.data(), w.data(), v.data(), size);
      for (std::size_t i = 0; i < n; ++i) {
        const double moved = 0.5 * old_m[i] - 0.1 * g[i];
        EXPECT_NEAR(w[i], start[i] + 0.5 * moved - 0.1 * g[i], 1e-6) << table.name << n;
      }
      double squares = 0.0;
      for (const float x : g) squares += double{x} * x;
      EXPECT_NEAR(table.sum_of_squares(g.data(), size), squares, 1e-12 * squares) << table.name << n;
    }
  }
}

TEST(ActivationKernels, GradientsOfEveryInstructionSetAlsoInPlace) {
  const TableList list = runnable_tables();
  for (std::size_t k = 0; k < list.count; ++k) {
    const Table& table = *list.tables[k];
    for (const std::size_t n : lengths) {
      const auto size = static_cast<std::ptrdiff_t>(n);
      const std::vector<float> y = draws(n, 5, -0.9, 0.9);
      const std::vector<float> dy = draws(n, 6, -2, 2);
      std::vector<float> relu = dy;
      table.relu_gradient(y.data(), relu.data(), relu.data(), size);
      std::vector<float> sigmoid = dy;
      table.sigmoid_gradient(y.data(), sigmoid.data(), sigmoid.data(), size);
      std::vector<float> tanh = dy;
      table.tanh_gradient(y.data(), tanh.data(), tanh.data(), size);
      std::vector<float> softmax = dy;
      table.softmax_gradient_rows(y.data(), softmax.data(), 1, size, softmax.data());
      double dot = 0.0;
      for (std::size_t i = 0; i < n; ++i) dot += double{y[i]} * dy[i];
      for (std::size_t i = 0; i < n; ++i) {
        EXPECT_EQ(relu[i], y[i] > 0 ? dy[i] : 0.0F) << table.name << n;
        EXPECT_NEAR(sigmoid[i], double{dy[i]} * y[i] * (1.0 - y[i]), 2e-6) << table.name << n;
        EXPECT_NEAR(tanh[i], dy[i] * (1.0 - double{y[i]} * y[i]), 2e-6) << table.name << n;
        EXPECT_NEAR(softmax[i], y[i] * (dy[i] - dot), 2e-5) << table.name << n;
      }
    }
  }
}

}  // namespace
}  // namespace vernier::kernels
