// A team calls each piece once, and kernels give the bits of one thread for any number of members.
#include "vernier/tensor/team.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/tensor/convolution_kernels.hpp"
#include "vernier/tensor/kernels.hpp"
#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier {
namespace {

TEST(Team, CallsEachPieceOnceWhateverItsSize) {
  for (const std::size_t members : {1U, 2U, 3U, 5U}) {
    Team team(members);
    for (Index round = 0; round < 2000; ++round) {
      const Index pieces = round % 7;
      std::vector<std::atomic<int>> calls(7);
      std::atomic<bool> foreign = false;
      team.run(pieces, [&](Index k, std::size_t member) {
        ++calls[static_cast<std::size_t>(k)];
        if (member >= members) foreign = true;
      });
      for (Index k = 0; k < 7; ++k) EXPECT_EQ(calls[static_cast<std::size_t>(k)], k < pieces ? 1 : 0);
      EXPECT_FALSE(foreign);
    }
  }
}

TEST(Team, AnIdleTeamSleepsAndWakes) {
  Team team(3);
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> calls = 0;
    team.run(8, [&](Index, std::size_t) { ++calls; });
    EXPECT_EQ(calls, 8);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // longer than it spins
  }
}

TEST(Team, PiecesDoNotDivideTheirWorkAgain) {
  Team team(2);
  const Team::Use use(team);
  std::atomic<int> divided = 0;
  team.run(8, [&](Index, std::size_t) { divided += Team::in_use() != nullptr; });
  EXPECT_EQ(divided, 0);
  EXPECT_EQ(Team::in_use(), &team);
}

TEST(Team, IsUsedWhileItsScopeLives) {
  Team outer(2);
  Team alone(1);
  EXPECT_EQ(team_members(), 1U);
  {
    const Team::Use use(outer);
    EXPECT_EQ(team_members(), 2U);
    {
      const Team::Use none(alone);
      EXPECT_EQ(Team::in_use(), nullptr);
    }
    EXPECT_EQ(Team::in_use(), &outer);
  }
  EXPECT_EQ(Team::in_use(), nullptr);
}

TEST(Team, RefusesNumbersThatCannotBeMeant) {
  EXPECT_THROW(Team(0), InvalidArgument);
  EXPECT_THROW(Team(100'000), InvalidArgument);
}

TEST(Team, DivideCoversTheWholeInMultiplesOfTheUnit) {
  Team team(3);
  const Team::Use use(team);
  for (const Index total : {0, 1, 31, 32, 33, 100, 1000, 4096}) {
    std::vector<std::atomic<int>> covered(static_cast<std::size_t>(total));
    std::atomic<bool> uneven = false;
    divide(total, 32, 1e9, [&](Index first, Index last, std::size_t) {
      if (first % 32 != 0 || (last % 32 != 0 && last != total)) uneven = true;
      for (Index i = first; i < last; ++i) ++covered[static_cast<std::size_t>(i)];
    });
    for (const auto& count : covered) EXPECT_EQ(count, 1);
    EXPECT_FALSE(uneven);
  }
}

std::vector<float> drawn(Index count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(rng.uniform(-1.0, 1.0));
  return values;
}

/// `compute` fills the array; the bits are those of one thread.
void expect_same_for_any_team(const std::vector<float>& before,
                              const std::function<void(std::vector<float>&)>& compute) {
  std::vector<float> alone = before;
  compute(alone);
  for (const std::size_t members : {2U, 3U, 4U}) {
    Team team(members);
    const Team::Use use(team);
    std::vector<float> divided = before;
    compute(divided);
    EXPECT_EQ(std::memcmp(divided.data(), alone.data(), alone.size() * sizeof(float)), 0) << members << " members";
  }
}

TEST(KernelsOnATeam, Products) {
  struct Size {
    Index m, n, k;
  };
  for (const Size size : {Size{150, 333, 300}, {700, 40, 130}, {900, 1, 3000}, {1, 3000, 900}, {129, 65, 1025}}) {
    for (const bool transpose_a : {false, true}) {
      for (const bool transpose_b : {false, true}) {
        for (const bool bfloat16 : {false, true}) {
          const auto a = drawn(size.m * size.k, 1);
          const auto b = drawn(size.k * size.n, 2);
          const auto bias = drawn(size.n, 3);
          expect_same_for_any_team(drawn(size.m * size.n, 4), [&](std::vector<float>& c) {
            kernels::gemm({.m = size.m,
                           .n = size.n,
                           .k = size.k,
                           .a = a.data(),
                           .lda = transpose_a ? size.m : size.k,
                           .transpose_a = transpose_a,
                           .b = b.data(),
                           .ldb = transpose_b ? size.k : size.n,
                           .transpose_b = transpose_b,
                           .c = c.data(),
                           .ldc = size.n,
                           .accumulate = transpose_a,
                           .bias = transpose_a ? nullptr : bias.data(),
                           .epilogue = transpose_b ? kernels::Epilogue::relu : kernels::Epilogue::none,
                           .bfloat16 = bfloat16});
          });
        }
      }
    }
  }
}

TEST(KernelsOnATeam, FlatPassesAndSums) {
  const auto x = drawn(300'001, 1);
  expect_same_for_any_team(drawn(300'001, 2), [&](std::vector<float>& y) {
    kernels::axpy(0.5F, x, y);
    kernels::multiply_add(x, y, y);
    kernels::sigmoid(y, y);
    kernels::tanh_gradient(x, y, y);
  });
  expect_same_for_any_team(
      drawn(101, 3), [&](std::vector<float>& sums) { kernels::column_sums(x.data(), 2970, 101, sums.data(), true); });
  const auto start = drawn(300'001, 4);
  expect_same_for_any_team(start, [&](std::vector<float>& w) {
    std::vector<float> m(w.size(), 0.0F);
    std::vector<float> v(w.size(), 0.0F);
    for (int step = 0; step < 3; ++step) {
      kernels::adam_update({.rate = 0.01F, .rest_1 = 0.1F, .rest_2 = 0.001F, .epsilon = 1e-7F}, x, w, m, v, {});
    }
  });
}

TEST(KernelsOnATeam, ProductsWithPatches) {
  constexpr Index images = 9, height = 17, width = 15, channels = 6, filters = 70;
  constexpr Index line = width * channels;
  const auto x = drawn(images * height * line, 1);
  const auto kernel = drawn(9 * channels * filters, 2);
  kernels::Patches patches{.data = x.data(),
                           .images = images,
                           .image_step = height * line,
                           .lines_out = height - 2,
                           .line_out_step = line,
                           .columns_out = width - 2,
                           .column_out_step = channels,
                           .lines = 3,
                           .line_step = line,
                           .taps = 3,
                           .tap_step = channels,
                           .depth = channels};
  const auto dy = drawn(patches.rows() * filters, 3);
  expect_same_for_any_team(drawn(patches.rows() * filters, 4), [&](std::vector<float>& y) {
    std::vector<float> workspace(static_cast<std::size_t>(kernels::patch_workspace(patches)));
    kernels::patch_product({.patches = patches,
                            .b = kernel.data(),
                            .ldb = filters,
                            .n = filters,
                            .c = y.data(),
                            .ldc = filters,
                            .workspace = workspace.data()});
  });
  expect_same_for_any_team(drawn(patches.size() * filters, 5), [&](std::vector<float>& gradient) {
    kernels::patch_gradient({.patches = patches,
                             .b = dy.data(),
                             .ldb = filters,
                             .n = filters,
                             .c = gradient.data(),
                             .ldc = filters,
                             .accumulate = true});
  });
  expect_same_for_any_team(drawn(images * height * line, 6), [&](std::vector<float>& dx) {
    std::vector<float> workspace(static_cast<std::size_t>(kernels::scatter_workspace(patches, filters)));
    kernels::patch_scatter({.patches = patches,
                            .image = dx.data(),
                            .a = dy.data(),
                            .lda = filters,
                            .k = filters,
                            .b = kernel.data(),
                            .ldb = filters,
                            .workspace = workspace.data()});
  });
}

}  // namespace
}  // namespace vernier
