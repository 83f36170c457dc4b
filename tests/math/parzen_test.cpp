#include "vernier/math/parzen.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>

namespace vernier {
namespace {

constexpr Axis continuous{};
constexpr Axis five_cells{Axis::Kind::grid, 5};
constexpr Axis three_categories{Axis::Kind::category, 3};
constexpr float missing = Axis::missing;

struct Kernel {
  std::vector<float> row;
  double weight = 1;
};

ParzenMixture mixture_of(const std::vector<Axis>& axes, ParzenWidths widths, double prior_weight,
                         const std::vector<Kernel>& observed, bool multivariate = true) {
  ParzenKernels kernels{.rows = {}, .weights = {}, .prior_weight = prior_weight, .multivariate = multivariate};
  for (const Kernel& kernel : observed) {
    kernels.rows.emplace_back(kernel.row);
    kernels.weights.push_back(kernel.weight);
  }
  return {axes, widths, kernels};
}

double density(const ParzenMixture& mixture, std::vector<float> row) { return std::exp(mixture.log_densities(row)[0]); }

double normal_below(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

TEST(Parzen, IsTheMixtureOfCutOffNormalsAndTheUniformPart) {
  const ParzenMixture mixture = mixture_of({continuous}, {.deviation = 0.3F}, 1, {{{0.25F}, 2}, {{0.875F}, 1}});
  const auto kernel = [](double x, double centre) {
    const double z = (x - centre) / 0.3;
    const double inside = normal_below((1 - centre) / 0.3) - normal_below(-centre / 0.3);
    return std::exp(-z * z / 2) / (0.3 * std::sqrt(2 * std::numbers::pi) * inside);
  };
  for (const double x : {0.0, 0.1, 0.5, 1.0}) {
    const double expected = (2 * kernel(x, 0.25) + kernel(x, 0.875) + 1) / 4;
    EXPECT_NEAR(density(mixture, {static_cast<float>(x)}), expected, 1e-4 * expected) << x;
  }
}

// A cell of a fifth beside its observation holds what a normal distribution, spread evenly over the observed cell, has
// there: integrated numerically.
TEST(Parzen, AGridKernelIsCloseToTheIntegralOverEachCell) {
  const ParzenMixture mixture = mixture_of({five_cells}, {.deviation = 0.2F}, 1e-6, {{{0.3F}}});
  double inside = 0;
  std::vector<double> expected(5);
  for (std::size_t cell = 0; cell < 5; ++cell) {
    const double low = static_cast<double>(cell) / 5;
    expected[cell] = normal_below((low + 0.2 - 0.3) / 0.2) - normal_below((low - 0.3) / 0.2);
    inside += expected[cell];
  }
  double sum = 0;
  for (std::size_t cell = 0; cell < 5; ++cell) {
    const double share = density(mixture, {(static_cast<float>(cell) + 0.5F) / 5}) / 5;
    EXPECT_NEAR(share, expected[cell] / inside, 0.02) << cell;
    sum += share;
  }
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST(Parzen, EveryMixtureHasMassOne) {
  for (const bool multivariate : {true, false}) {
    const ParzenMixture mixture =
        mixture_of({continuous, five_cells, three_categories}, {.deviation = 0.15F, .other_share = 0.2F}, 0.5,
                   {{{0.0F, 0.5F, 2}}, {{0.7F, missing, 0}, 0.3}, {{missing, 0.1F, missing}, 2}}, multivariate);
    double sum = 0;
    for (int i = 0; i < 500; ++i) {
      for (int cell = 0; cell < 5; ++cell) {
        for (int kind = 0; kind < 3; ++kind) {
          const float x = (static_cast<float>(i) + 0.5F) / 500;
          sum += density(mixture, {x, (static_cast<float>(cell) + 0.5F) / 5, static_cast<float>(kind)}) / (500 * 5 * 3);
        }
      }
    }
    EXPECT_NEAR(sum, 1, 1e-3) << multivariate;
  }
}

TEST(Parzen, WithoutDependenceIsTheProductOfItsMarginals) {
  const std::vector<Kernel> observed{{{0.1F, 0}}, {{0.4F, 2}, 2}, {{0.9F, missing}}};
  const ParzenMixture both = mixture_of({continuous, three_categories}, {}, 1, observed, false);
  const double x = density(both, {0.3F, missing});
  const double kind = density(both, {missing, 2});
  EXPECT_NEAR(density(both, {0.3F, 2}), x * kind, 1e-5);
  const ParzenMixture dependent = mixture_of({continuous, three_categories}, {}, 1, observed);
  EXPECT_NEAR(density(dependent, {0.3F, missing}), x, 1e-5) << "the marginals are those of the dependent mixture";
}

TEST(Parzen, ACoordinateThatIsLeftOutIsIntegratedOut) {
  const ParzenMixture whole = mixture_of({continuous, three_categories}, {}, 1, {{{0.1F, 1}}, {{0.8F, 1}}});
  const ParzenMixture part = mixture_of({continuous}, {}, 1, {{{0.1F}}, {{0.8F}}});
  EXPECT_NEAR(density(whole, {0.3F, missing}), density(part, {0.3F}), 1e-5);
}

TEST(Parzen, DrawsFollowTheDensity) {
  const ParzenMixture mixture = mixture_of({continuous, three_categories}, {.deviation = 0.1F, .other_share = 0.25F}, 1,
                                           {{{0.2F, 0}, 3}, {{0.9F, 1}}});
  DrawStream draws(Rng(3).split("parzen"));
  constexpr int count = 20'000;
  std::map<std::pair<int, int>, double> met;
  for (int i = 0; i < count; ++i) {
    const std::size_t kernel = mixture.draw_kernel(draws);
    const float x = mixture.draw(kernel, 0, draws);
    const float kind = mixture.draw(kernel, 1, draws);
    ++met[{std::min(9, static_cast<int>(10 * x)), static_cast<int>(kind)}];
  }
  double chi_square = 0;
  for (int tenth = 0; tenth < 10; ++tenth) {
    for (int kind = 0; kind < 3; ++kind) {
      double expected = 0;
      for (int i = 0; i < 100; ++i) {
        const float x = (static_cast<float>(tenth) + (static_cast<float>(i) + 0.5F) / 100) / 10;
        expected += density(mixture, {x, static_cast<float>(kind)}) / (100 * 10 * 3) * count;
      }
      chi_square += std::pow(met[{tenth, kind}] - expected, 2) / expected;
    }
  }
  EXPECT_LT(chi_square, 58.3) << "the 99.9 % point with 29 degrees of freedom";
}

TEST(Parzen, WithoutObservationsIsUniform) {
  const ParzenMixture mixture = mixture_of({continuous, five_cells}, {}, 1, {});
  EXPECT_EQ(density(mixture, {0.3F, 0.1F}), 1);
  DrawStream draws{Rng(1)};
  EXPECT_EQ(mixture.draw_kernel(draws), 0U);
}

TEST(Parzen, StaysFiniteFarFromNarrowKernelsInManyDimensions) {
  const ParzenMixture mixture =
      mixture_of(std::vector<Axis>(2000, continuous), {.deviation = 0.01F}, 1e-3, {{std::vector<float>(2000, 0.0F)}});
  for (const float x : {0.0F, 1.0F}) EXPECT_TRUE(std::isfinite(mixture.log_densities(std::vector<float>(2000, x))[0]));
}

}  // namespace
}  // namespace vernier
