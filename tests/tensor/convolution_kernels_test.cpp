// Products with patches against their definition, in double, for every instruction set that this machine runs.
#include "vernier/tensor/convolution_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "vernier/tensor/isa/table.hpp"

namespace vernier::kernels {
namespace {

std::vector<float> numbers(Index count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(rng.uniform(-1.0, 1.0));
  return values;
}

struct WindowCase {
  Index images, height, width, channels, lines, taps, stride, dilation, n;
};

Patches patches_of(const WindowCase& size, const std::vector<float>& x) {
  const Index line = size.width * size.channels;
  return {.data = x.data(),
          .images = size.images,
          .image_step = size.height * line,
          .lines_out = (size.height - (size.lines - 1) * size.dilation - 1) / size.stride + 1,
          .line_out_step = size.stride * line,
          .columns_out = (size.width - (size.taps - 1) * size.dilation - 1) / size.stride + 1,
          .column_out_step = size.stride * size.channels,
          .lines = size.lines,
          .line_step = size.dilation * line,
          .taps = size.taps,
          .tap_step = size.dilation * size.channels,
          .depth = size.channels};
}

/// The matrix of patches, written out.
std::vector<float> written(const Patches& g) {
  std::vector<float> rows;
  for (Index image = 0; image < g.images; ++image) {
    for (Index line = 0; line < g.lines_out; ++line) {
      for (Index column = 0; column < g.columns_out; ++column) {
        for (Index i = 0; i < g.lines; ++i) {
          for (Index j = 0; j < g.taps; ++j) {
            const float* at = g.data + image * g.image_step + line * g.line_out_step + column * g.column_out_step +
                              i * g.line_step + j * g.tap_step;
            rows.insert(rows.end(), at, at + g.depth);
          }
        }
      }
    }
  }
  return rows;
}

/// The place in the image that cell `cell` of the window of row `r` begins at.
std::size_t place_of(const Patches& g, Index r, Index cell) {
  const Index image = r / (g.lines_out * g.columns_out);
  const Index line = r / g.columns_out % g.lines_out;
  return static_cast<std::size_t>(image * g.image_step + line * g.line_out_step +
                                  r % g.columns_out * g.column_out_step + cell / g.taps * g.line_step +
                                  cell % g.taps * g.tap_step);
}

void expect_close(const std::vector<float>& found, const std::vector<double>& truth, Index terms) {
  ASSERT_EQ(found.size(), truth.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ASSERT_NEAR(found[i], truth[i], 2e-6 * std::sqrt(static_cast<double>(terms)) + 1e-6 * std::abs(truth[i])) << i;
  }
}

class PatchKernels : public testing::TestWithParam<WindowCase> {};

TEST_P(PatchKernels, AreTheirDefinition) {
  const WindowCase& size = GetParam();
  const auto x = numbers(size.images * size.height * size.width * size.channels, 1);
  const Patches g = patches_of(size, x);
  const std::vector<float> a = written(g);
  const Index rows = g.rows();
  const Index k = g.size();
  const Index n = size.n;
  const auto b = numbers(k * n, 2);
  const auto bias = numbers(n, 3);
  const auto dy = numbers(rows * n, 4);
  const auto before = numbers(k * n, 5);
  std::vector<double> product(static_cast<std::size_t>(rows * n));
  std::vector<double> gradient(before.begin(), before.end());
  for (Index r = 0; r < rows; ++r) {
    for (Index j = 0; j < n; ++j) {
      double sum = bias[static_cast<std::size_t>(j)];
      for (Index p = 0; p < k; ++p) {
        const double factor = a[static_cast<std::size_t>(r * k + p)];
        sum += factor * b[static_cast<std::size_t>(p * n + j)];
        gradient[static_cast<std::size_t>(p * n + j)] += factor * dy[static_cast<std::size_t>(r * n + j)];
      }
      product[static_cast<std::size_t>(r * n + j)] = std::max(sum, 0.0);
    }
  }
  const TableList tables = runnable_tables();
  for (std::size_t t = 0; t < tables.count; ++t) {
    const Table& table = *tables.tables[t];
    SCOPED_TRACE(table.name);
    std::vector<float> workspace(static_cast<std::size_t>(k * table.panel_columns));
    std::vector<float> c(product.size());
    table.patch_product({.patches = g,
                         .b = b.data(),
                         .ldb = n,
                         .n = n,
                         .c = c.data(),
                         .ldc = n,
                         .bias = bias.data(),
                         .epilogue = Epilogue::relu,
                         .workspace = workspace.data()});
    expect_close(c, product, k);
    std::vector<float> db = before;
    table.patch_gradient(
        {.patches = g, .b = dy.data(), .ldb = n, .n = n, .c = db.data(), .ldc = n, .accumulate = true});
    expect_close(db, gradient, rows);
  }
}

TEST_P(PatchKernels, DepthwiseIsTheProductOfEachChannel) {
  const WindowCase& size = GetParam();
  const auto x = numbers(size.images * size.height * size.width * size.channels, 1);
  const Patches g = patches_of(size, x);
  const std::vector<float> a = written(g);
  const Index cells = g.lines * g.taps;
  for (const Index multiplier : {1, 3}) {
    const Index width = size.channels * multiplier;
    const auto kernel = numbers(cells * width, 2);
    const auto dy = numbers(g.rows() * width, 3);
    std::vector<double> y(dy.size());
    std::vector<double> dkernel(kernel.size());
    std::vector<double> dx(x.size());
    for (Index r = 0; r < g.rows(); ++r) {
      for (Index cell = 0; cell < cells; ++cell) {
        for (Index c = 0; c < width; ++c) {
          const auto from = static_cast<std::size_t>((r * cells + cell) * size.channels + c / multiplier);
          const auto to = static_cast<std::size_t>(r * width + c);
          const auto at = static_cast<std::size_t>(cell * width + c);
          y[to] += static_cast<double>(a[from]) * kernel[at];
          dkernel[at] += static_cast<double>(a[from]) * dy[to];
          dx[place_of(g, r, cell) + static_cast<std::size_t>(c / multiplier)] +=
              static_cast<double>(dy[to]) * kernel[at];
        }
      }
    }
    const TableList tables = runnable_tables();
    for (std::size_t t = 0; t < tables.count; ++t) {
      const Table& table = *tables.tables[t];
      SCOPED_TRACE(table.name);
      const Depthwise call{g, multiplier, kernel.data()};
      std::vector<float> found(y.size());
      table.depthwise(call, nullptr, found.data());
      expect_close(found, y, cells);
      std::vector<float> kernel_gradient(kernel.size());
      table.depthwise_kernel_gradient(call, dy.data(), kernel_gradient.data(), false);
      expect_close(kernel_gradient, dkernel, g.rows());
      std::vector<float> input_gradient(x.size());
      table.depthwise_input_gradient(call, dy.data(), input_gradient.data());
      expect_close(input_gradient, dx, cells * multiplier);
    }
  }
}

TEST_P(PatchKernels, ScatterIsTheWayBack) {
  const WindowCase& size = GetParam();
  const auto before = numbers(size.images * size.height * size.width * size.channels, 1);
  const Patches g = patches_of(size, before);
  const Index k = size.n;
  const auto a = numbers(g.rows() * k, 2);
  const auto b = numbers(g.size() * k, 3);
  std::vector<double> image(before.begin(), before.end());
  for (Index r = 0; r < g.rows(); ++r) {
    for (Index i = 0; i < g.size(); ++i) {
      double& to = image[place_of(g, r, i / g.depth) + static_cast<std::size_t>(i % g.depth)];
      for (Index p = 0; p < k; ++p) {
        to += static_cast<double>(a[static_cast<std::size_t>(r * k + p)]) * b[static_cast<std::size_t>(i * k + p)];
      }
    }
  }
  const TableList tables = runnable_tables();
  for (std::size_t t = 0; t < tables.count; ++t) {
    const Table& table = *tables.tables[t];
    SCOPED_TRACE(table.name);
    const Index width = (g.depth + table.panel_columns - 1) / table.panel_columns * table.panel_columns;
    std::vector<float> workspace(static_cast<std::size_t>(g.lines * g.taps * k * width));
    std::vector<float> found = before;
    table.patch_scatter({.patches = g,
                         .image = found.data(),
                         .a = a.data(),
                         .lda = k,
                         .k = k,
                         .b = b.data(),
                         .ldb = k,
                         .workspace = workspace.data()});
    expect_close(found, image, k * g.lines * g.taps);
  }
}

TEST_P(PatchKernels, PoolingIsOfEachWindow) {
  const WindowCase& size = GetParam();
  auto x = numbers(size.images * size.height * size.width * size.channels, 1);
  for (float& value : x) value = std::round(value * 4);  // so that windows have equal cells
  const Patches g = patches_of(size, x);
  const Index cells = g.lines * g.taps;
  const auto dy = numbers(g.rows() * g.depth, 2);
  std::vector<double> largest, chosen, mean;
  std::vector<double> largest_dx(x.size()), mean_dx(x.size());
  for (Index i = 0; i < g.rows() * g.depth; ++i) {
    const auto at = [&](Index cell) { return place_of(g, i / g.depth, cell) + static_cast<std::size_t>(i % g.depth); };
    const double gradient = dy[static_cast<std::size_t>(i)];
    Index best = 0;
    double sum = 0;
    for (Index cell = 0; cell < cells; ++cell) {
      if (x[at(cell)] > x[at(best)]) best = cell;
      sum += x[at(cell)];
      mean_dx[at(cell)] += gradient / static_cast<double>(cells);
    }
    largest.push_back(x[at(best)]);
    chosen.push_back(static_cast<double>(best));
    mean.push_back(sum / static_cast<double>(cells));
    largest_dx[at(best)] += gradient;
  }
  const TableList tables = runnable_tables();
  for (std::size_t t = 0; t < tables.count; ++t) {
    const Table& table = *tables.tables[t];
    SCOPED_TRACE(table.name);
    std::vector<float> y(dy.size()), number(dy.size()), dx(x.size());
    table.max_pooling(g, y.data(), number.data());
    expect_close(y, largest, 1);
    expect_close(number, chosen, 1);
    table.max_pooling_gradient(g, number.data(), dy.data(), dx.data());
    expect_close(dx, largest_dx, cells);
    table.average_pooling(g, y.data());
    expect_close(y, mean, cells);
    std::fill(dx.begin(), dx.end(), 0.0F);
    table.average_pooling_gradient(g, dy.data(), dx.data());
    expect_close(dx, mean_dx, cells);
  }
}

// one channel, windows of one cell, panels that are not full, more places than one block has, lines longer than a block
INSTANTIATE_TEST_SUITE_P(Shapes, PatchKernels,
                         testing::Values(WindowCase{3, 7, 6, 1, 3, 3, 1, 1, 32}, WindowCase{2, 5, 5, 4, 3, 2, 1, 1, 5},
                                         WindowCase{2, 9, 8, 17, 2, 3, 2, 2, 33},
                                         WindowCase{5, 4, 4, 3, 1, 1, 1, 1, 70},
                                         WindowCase{2, 26, 25, 2, 3, 3, 1, 1, 7},
                                         WindowCase{2, 1, 1200, 3, 1, 5, 2, 1, 9},
                                         WindowCase{30, 6, 6, 33, 3, 3, 1, 1, 48}));

}  // namespace
}  // namespace vernier::kernels
