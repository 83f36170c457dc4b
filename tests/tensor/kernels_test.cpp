#include "vernier/tensor/kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "vernier/tensor/isa/table.hpp"

namespace vernier::kernels {
namespace {

std::vector<float> uniform_values(std::size_t count, std::uint64_t seed, double low = -1.0, double high = 1.0) {
  Rng rng(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(rng.uniform(low, high));
  return values;
}

struct GemmCase {
  Index m, n, k;
  Index pad;  // rows lie so much further apart than they are long
};

// The definition, in double, with the sum of the magnitudes to scale the tolerance by.
void expect_product(const Table& table, const GemmCase& size, bool ta, bool tb, bool accumulate, bool bias, bool relu) {
  SCOPED_TRACE(testing::Message() << table.name << " m=" << size.m << " n=" << size.n << " k=" << size.k
                                  << " pad=" << size.pad << " ta=" << ta << " tb=" << tb << " acc=" << accumulate
                                  << " bias=" << bias << " relu=" << relu);
  const Index lda = (ta ? size.m : size.k) + size.pad;
  const Index ldb = (tb ? size.k : size.n) + size.pad;
  const Index ldc = size.n + size.pad;
  const auto a = uniform_values(static_cast<std::size_t>(lda * (ta ? size.k : size.m)), 1);
  const auto b = uniform_values(static_cast<std::size_t>(ldb * (tb ? size.n : size.k)), 2);
  const auto offset = uniform_values(static_cast<std::size_t>(size.n), 3);
  const auto before = uniform_values(static_cast<std::size_t>(ldc * size.m), 4);
  std::vector<float> c = before;
  table.gemm({.m = size.m,
              .n = size.n,
              .k = size.k,
              .a = a.data(),
              .lda = lda,
              .transpose_a = ta,
              .b = b.data(),
              .ldb = ldb,
              .transpose_b = tb,
              .c = c.data(),
              .ldc = ldc,
              .accumulate = accumulate,
              .bias = bias ? offset.data() : nullptr,
              .epilogue = relu ? Epilogue::relu : Epilogue::none});
  for (Index i = 0; i < size.m; ++i) {
    for (Index j = 0; j < ldc; ++j) {
      const auto at = static_cast<std::size_t>(i * ldc + j);
      if (j >= size.n) {
        ASSERT_EQ(c[at], before[at]) << "written beyond the row";
        continue;
      }
      double sum = accumulate ? before[at] : 0.0;
      if (bias) sum += offset[static_cast<std::size_t>(j)];
      double scale = 1.0;
      for (Index p = 0; p < size.k; ++p) {
        const double product = static_cast<double>(a[static_cast<std::size_t>(ta ? p * lda + i : i * lda + p)]) *
                               b[static_cast<std::size_t>(tb ? j * ldb + p : p * ldb + j)];
        sum += product;
        scale += std::abs(product);
      }
      if (relu) sum = std::max(sum, 0.0);
      ASSERT_NEAR(c[at], sum, scale * 1e-6) << i << ", " << j;
    }
  }
}

TEST(Kernels, GemmIsTheMatrixProduct) {
  const GemmCase sizes[] = {{1, 1, 1, 3},     {32, 64, 100, 0}, {32, 1, 64, 0},  {64, 1, 32, 3},
                            {33, 1, 300, 0},  {1, 1, 7, 0},     {14, 32, 16, 3}, {15, 33, 17, 3},
                            {128, 10, 70, 0}, {70, 10, 128, 3}, {3, 47, 600, 3}, {90, 65, 257, 3},
                            {61, 96, 300, 0}, {5, 16, 1, 3},    {6, 8, 9, 3},    {29, 31, 256, 3}};
  const TableList list = runnable_tables();
  for (std::size_t t = 0; t < list.count; ++t) {
    for (const GemmCase& size : sizes) {
      for (int mask = 0; mask < 4; ++mask) {
        expect_product(*list.tables[t], size, (mask & 1) != 0, (mask & 2) != 0, false, false, false);
        expect_product(*list.tables[t], size, (mask & 1) != 0, (mask & 2) != 0, true, false, false);
        expect_product(*list.tables[t], size, (mask & 1) != 0, (mask & 2) != 0, false, true, true);
      }
    }
  }
}

TEST(Kernels, GemmOverAnEmptySumIsTheBias) {
  const std::vector<float> bias{1.0F, -2.0F};
  std::vector<float> c{9.0F, 9.0F};
  gemm({.m = 1, .n = 2, .k = 0, .b = bias.data(), .ldb = 2, .c = c.data(), .ldc = 2, .bias = bias.data()});
  EXPECT_EQ(c, bias);
}

// Distance in units in the last place of the true value.
double ulps(float got, double truth) {
  const float rounded = static_cast<float>(truth);
  const double unit =
      std::max<double>(std::nextafter(std::abs(rounded), std::numeric_limits<float>::infinity()) - std::abs(rounded),
                       std::numeric_limits<float>::denorm_min());
  return std::abs(got - truth) / unit;
}

template <class Kernel, class Truth>
void expect_function(Kernel kernel, Truth truth, const std::vector<float>& x, double limit) {
  const TableList list = runnable_tables();
  for (std::size_t t = 0; t < list.count; ++t) {
    std::vector<float> y(x.size());
    (list.tables[t]->*kernel)(x.data(), y.data(), static_cast<std::ptrdiff_t>(x.size()));
    double worst = 0;
    float worst_x = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double error = ulps(y[i], truth(static_cast<double>(x[i])));
      if (!(error <= worst)) worst = error, worst_x = x[i];
    }
    EXPECT_LE(worst, limit) << list.tables[t]->name << " at " << worst_x;
  }
}

double sigmoid_truth(double x) { return 1.0 / (1.0 + std::exp(-x)); }

TEST(Kernels, ElementaryFunctionsAreAccurate) {
  expect_function(
      &Table::exp, [](double x) { return std::exp(x); }, uniform_values(100003, 5, -87.0, 88.7), 2.0);
  expect_function(
      &Table::tanh, [](double x) { return std::tanh(x); }, uniform_values(100003, 6, -10.0, 10.0), 2.5);
  expect_function(
      &Table::tanh, [](double x) { return std::tanh(x); }, uniform_values(10001, 6, -1e-3, 1e-3), 2.0);
  expect_function(&Table::sigmoid, sigmoid_truth, uniform_values(100003, 7, -80.0, 30.0), 3.0);
  std::vector<float> positive = uniform_values(100003, 8, -87.0, 88.0);
  for (float& x : positive) x = std::exp(x);
  expect_function(
      &Table::log, [](double x) { return std::log(x); }, positive, 2.0);
  expect_function(
      &Table::log, [](double x) { return std::log(x); }, uniform_values(100003, 9, 0.5, 2.0), 2.0);
}

TEST(Kernels, ElementaryFunctionsKnowTheirLimits) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> x{infinity, -infinity, nan, 0.0F, -1.0F, 200.0F, -200.0F, 1e-40F};
  const TableList list = runnable_tables();
  for (std::size_t t = 0; t < list.count; ++t) {
    SCOPED_TRACE(list.tables[t]->name);
    std::vector<float> y(x.size());
    const auto n = static_cast<std::ptrdiff_t>(x.size());
    list.tables[t]->exp(x.data(), y.data(), n);
    EXPECT_EQ(y[0], infinity);
    EXPECT_EQ(y[1], 0.0F);
    EXPECT_TRUE(std::isnan(y[2]));
    EXPECT_EQ(y[3], 1.0F);
    EXPECT_EQ(y[5], infinity);
    EXPECT_EQ(y[6], 0.0F);
    list.tables[t]->log(x.data(), y.data(), n);
    EXPECT_EQ(y[0], infinity);
    EXPECT_TRUE(std::isnan(y[1]));
    EXPECT_TRUE(std::isnan(y[2]));
    EXPECT_EQ(y[3], -infinity);
    EXPECT_TRUE(std::isnan(y[4]));
    EXPECT_NEAR(y[7], std::log(1e-40), 1e-4);
    list.tables[t]->tanh(x.data(), y.data(), n);
    EXPECT_EQ(y[0], 1.0F);
    EXPECT_EQ(y[1], -1.0F);
    EXPECT_TRUE(std::isnan(y[2]));
    EXPECT_EQ(y[3], 0.0F);
    list.tables[t]->sigmoid(x.data(), y.data(), n);
    EXPECT_EQ(y[0], 1.0F);
    EXPECT_EQ(y[1], 0.0F);
    EXPECT_TRUE(std::isnan(y[2]));
    EXPECT_EQ(y[3], 0.5F);
  }
}

TEST(Kernels, SoftmaxRowsSumToOneAndSurviveLargeInputs) {
  for (const Index columns : {1, 2, 10, 16, 37}) {
    const Index rows = 5;
    const auto x = uniform_values(static_cast<std::size_t>(rows * columns), 10, -300.0, 300.0);
    std::vector<float> y(x.size());
    softmax_rows(x.data(), rows, columns, y.data());
    for (Index r = 0; r < rows; ++r) {
      double top = -1e30;
      double sum = 0;
      for (Index c = 0; c < columns; ++c) top = std::max<double>(top, x[static_cast<std::size_t>(r * columns + c)]);
      for (Index c = 0; c < columns; ++c) sum += std::exp(x[static_cast<std::size_t>(r * columns + c)] - top);
      for (Index c = 0; c < columns; ++c) {
        const auto at = static_cast<std::size_t>(r * columns + c);
        EXPECT_NEAR(y[at], std::exp(x[at] - top) / sum, 1e-6);
      }
    }
  }
}

TEST(Kernels, ColumnSumsAndAxpy) {
  const auto x = uniform_values(7 * 300, 11);
  const TableList list = runnable_tables();
  for (std::size_t t = 0; t < list.count; ++t) {
    std::vector<float> sums(300, 5.0F);
    list.tables[t]->column_sums(x.data(), 7, 300, 300, sums.data(), true);
    for (std::size_t c = 0; c < 300; ++c) {
      double sum = 5.0;
      for (std::size_t r = 0; r < 7; ++r) sum += x[r * 300 + c];
      EXPECT_NEAR(sums[c], sum, 1e-5) << list.tables[t]->name;
    }
  }
  std::vector<float> y(x.size(), 1.0F);
  axpy(0.5F, x, y);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_FLOAT_EQ(y[i], 1.0F + 0.5F * x[i]);
}

TEST(Kernels, ProductsElementByElement) {
  const auto a = uniform_values(37, 12);
  const auto b = uniform_values(37, 13);
  const TableList list = runnable_tables();
  for (std::size_t t = 0; t < list.count; ++t) {
    std::vector<float> y(37, 1.0F);
    list.tables[t]->multiply_add(a.data(), b.data(), y.data(), 37);
    for (std::size_t i = 0; i < 37; ++i) EXPECT_FLOAT_EQ(y[i], 1.0F + a[i] * b[i]) << list.tables[t]->name;
    y = a;
    list.tables[t]->multiply(y.data(), b.data(), y.data(), 37);
    for (std::size_t i = 0; i < 37; ++i) EXPECT_FLOAT_EQ(y[i], a[i] * b[i]) << list.tables[t]->name;
  }
}

TEST(Kernels, DropoutMaskFollowsTheStreamOfTheGenerator) {
  const Rng stream = Rng(42).split("dropout");
  const TableList list = runnable_tables();
  std::vector<float> expected(1003);
  Rng copy = stream;
  for (std::size_t i = 0; i < expected.size(); i += 4) {
    const auto block = copy.next_block();
    for (std::size_t j = i; j < std::min(i + 4, expected.size()); ++j) {
      expected[j] = block[j - i] >= 0x40000000U ? 4.0F : 0.0F;
    }
  }
  std::vector<float> mask(expected.size());
  dropout_mask(stream, 0.25, 4.0F, mask);
  EXPECT_EQ(mask, expected);
  for (std::size_t t = 0; t < list.count; ++t) {
    list.tables[t]->dropout_mask(stream.state().key, 0x40000000U, 4.0F, mask.data(), 1003);
    EXPECT_EQ(mask, expected) << list.tables[t]->name;
  }
}

}  // namespace
}  // namespace vernier::kernels
