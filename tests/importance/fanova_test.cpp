#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <numbers>

#include "tests/importance/told_trials.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"

namespace vernier {
namespace {

/// A function of numbers in [0, 1], named x0, x1, ..., and its exact variance decomposition: shares of the total by
/// the names ("x0", "x0 x1"); what is not there is 0.
struct KnownFunction {
  std::string name;
  int dimension;
  std::function<double(const std::vector<double>&)> value;
  std::map<std::string, double> shares;
};

// On [-pi, pi]^3: sin x0 + a sin^2 x1 + b x2^4 sin x0 (Ishigami and Homma 1990; the variances in closed form).
KnownFunction ishigami() {
  constexpr double pi = std::numbers::pi;
  const double a = 7;
  const double b = 0.1;
  const double first = 0.5 * std::pow(1 + b * std::pow(pi, 4) / 5, 2);
  const double second = a * a / 8;
  const double both = b * b * std::pow(pi, 8) * (1.0 / 18 - 1.0 / 50);
  const double total = first + second + both;
  return {"ishigami",
          3,
          [=](const std::vector<double>& u) {
            const auto x = [&](std::size_t j) { return pi * (2 * u[j] - 1); };
            return std::sin(x(0)) + a * std::pow(std::sin(x(1)), 2) + b * std::pow(x(2), 4) * std::sin(x(0));
          },
          {{"x0", first / total}, {"x1", second / total}, {"x0 x2", both / total}}};
}

// Product of (|4 x - 2| + a) / (1 + a) (Saltelli and Sobol' 1995): the variance of each factor is 1 / 3 / (1 + a)^2.
KnownFunction sobol_g() {
  const std::vector<double> a{0, 1, 4.5, 9, 99, 99};
  std::vector<double> variances;
  double total = 1;
  for (const double one : a) {
    variances.push_back(1 / (3 * (1 + one) * (1 + one)));
    total *= 1 + variances.back();
  }
  total -= 1;
  KnownFunction result{"sobol g",
                       6,
                       [=](const std::vector<double>& x) {
                         double product = 1;
                         for (std::size_t j = 0; j < a.size(); ++j)
                           product *= (std::abs(4 * x[j] - 2) + a[j]) / (1 + a[j]);
                         return product;
                       },
                       {}};
  for (std::size_t i = 0; i < a.size(); ++i) {
    result.shares["x" + std::to_string(i)] = variances[i] / total;
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      result.shares["x" + std::to_string(i) + " x" + std::to_string(j)] = variances[i] * variances[j] / total;
    }
  }
  return result;
}

// 3 x, 2 sin(2 pi x) and x^2 have the variances 9 / 12, 2 and 1 / 5 - 1 / 9.
KnownFunction additive() {
  const double total = 9.0 / 12 + 2 + 4.0 / 45;
  return {
      "additive",
      4,
      [](const std::vector<double>& x) { return 3 * x[0] + 2 * std::sin(2 * std::numbers::pi * x[1]) + x[2] * x[2]; },
      {{"x0", 0.75 / total}, {"x1", 2 / total}, {"x2", 4.0 / 45 / total}}};
}

// The variance of a product of three: (1/3)^3 - (1/4)^3.
KnownFunction product() {
  const double total = 1.0 / 27 - 1.0 / 64;
  const double one = 1.0 / 12 / 16 / total;
  const double two = 1.0 / 144 / 4 / total;
  return {"product",
          3,
          [](const std::vector<double>& x) { return x[0] * x[1] * x[2]; },
          {{"x0", one}, {"x1", one}, {"x2", one}, {"x0 x1", two}, {"x0 x2", two}, {"x1 x2", two}}};
}

double branin_value(double u, double v) {
  constexpr double pi = std::numbers::pi;
  const double x = 15 * u - 5;
  const double y = 15 * v;
  const double root = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return root * root + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
}

// By the midpoint rule.
KnownFunction branin() {
  constexpr int steps = 500;
  std::vector<double> rows(steps);
  std::vector<double> columns(steps);
  double mean = 0;
  double squares = 0;
  for (int i = 0; i < steps; ++i) {
    for (int j = 0; j < steps; ++j) {
      const double value = branin_value((i + 0.5) / steps, (j + 0.5) / steps);
      rows[static_cast<std::size_t>(i)] += value / steps;
      columns[static_cast<std::size_t>(j)] += value / steps;
      mean += value / steps / steps;
      squares += value * value / steps / steps;
    }
  }
  const double total = squares - mean * mean;
  const auto share = [&](const std::vector<double>& means) {
    double sum = 0;
    for (const double one : means) sum += (one - mean) * (one - mean) / steps;
    return sum / total;
  };
  const double x = share(rows);
  const double y = share(columns);
  return {"branin",
          2,
          [](const std::vector<double>& u) { return branin_value(u[0], u[1]); },
          {{"x0", x}, {"x1", y}, {"x0 x1", 1 - x - y}}};
}

ToldTrials trials_of(const KnownFunction& function, int count, std::uint64_t seed) {
  ToldTrials told;
  for (int j = 0; j < function.dimension; ++j) told.space.add("x" + std::to_string(j), Distribution::real(0, 1));
  told.add(
      count,
      [&](const ParamMap& params) {
        std::vector<double> x;
        for (int j = 0; j < function.dimension; ++j) x.push_back(number_of(params, "x" + std::to_string(j)));
        return function.value(x);
      },
      Rng(seed));
  return told;
}

TEST(Fanova, AThousandTrialsGiveTheExactDecomposition) {
  for (const KnownFunction& function : {ishigami(), sobol_g(), additive(), product(), branin()}) {
    for (const std::uint64_t seed : {1U, 2U}) {
      const ToldTrials told = trials_of(function, 1000, seed);
      const auto found =
          make_importance({"fanova", {{"interactions", function.dimension}}})->evaluate(told.history(), Rng(seed));
      EXPECT_EQ(found.size(), static_cast<std::size_t>(function.dimension * (function.dimension + 1) / 2));
      for (const Importance& one : found) {
        std::string name =
            one.with.empty() ? one.name : std::min(one.name, one.with) + " " + std::max(one.name, one.with);
        const auto exact = function.shares.find(name);
        EXPECT_NEAR(one.importance, exact == function.shares.end() ? 0 : exact->second, 0.025)
            << function.name << ": " << name << ", seed " << seed;
        EXPECT_LE(*one.low, one.importance);
        EXPECT_GE(*one.high, one.importance);
      }
    }
  }
}

// With the probability 1/2 that kind is b, x adds x; it counts for nothing with a. The exact function over (kind, x) is
// 1 or x: kind explains (1/4)^2, x (1/2)^2 / 12, both together the same.
TEST(Fanova, AnInactiveParameterChangesNothing) {
  ToldTrials told;
  told.space.add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("x", Distribution::real(0, 1), "kind == 'b'");
  told.add(
      1000, [](const ParamMap& params) { return params.contains("x") ? number_of(params, "x") : 1; }, Rng(1));
  const auto found = make_importance({"fanova", {{"interactions", 2}}})->evaluate(told.history(), Rng(1));
  const double total = 1.0 / 16 + 2.0 / 48;
  ASSERT_EQ(found.size(), 3);
  EXPECT_EQ(found[0].name, "kind");
  EXPECT_NEAR(found[0].importance, 1.0 / 16 / total, 0.02);
  EXPECT_NEAR(found[1].importance, 1.0 / 48 / total, 0.02);
  EXPECT_NEAR(found[2].importance, 1.0 / 48 / total, 0.02);
}

// Integers, levels, logarithms and a hundred categories; the effects are those of independent terms.
TEST(Fanova, ReadsEveryKindOfParameter) {
  ToldTrials told;
  std::vector<ParamValue> hundred;
  for (std::int64_t k = 0; k < 100; ++k) hundred.emplace_back(k);
  told.space.add("layers", Distribution::integer(1, 3))
      .add("rate", Distribution::real(1e-5, 1e-1, true))
      .add("size", Distribution::ordinal({std::int64_t{16}, std::int64_t{32}, std::int64_t{256}}))
      .add("many", Distribution::categorical(hundred))
      .add("batch", Distribution::integer(8, 4096, true))
      .add("fixed", Distribution::real(2, 2));
  told.add(
      2000,
      [](const ParamMap& params) {
        return number_of(params, "layers") + std::log10(number_of(params, "rate")) / 4 * std::sqrt(12.0) +
               (number_of(params, "size") == 32 ? 1 : 0) + (number_of(params, "many") < 50 ? 2 : 0);
      },
      Rng(3));
  std::map<std::string, double> found;
  for (const auto& one : make_importance("fanova")->evaluate(told.history(), Rng(1))) found[one.name] = one.importance;
  const double total = 2.0 / 3 + 1 + 2.0 / 9 + 1;
  EXPECT_NEAR(found.at("layers"), 2.0 / 3 / total, 0.02);
  EXPECT_NEAR(found.at("rate"), 1 / total, 0.02);
  EXPECT_NEAR(found.at("size"), 2.0 / 9 / total, 0.02);
  EXPECT_NEAR(found.at("many"), 1 / total, 0.02);
  EXPECT_NEAR(found.at("batch"), 0, 0.01);
  EXPECT_EQ(found.at("fixed"), 0);
}

TEST(Fanova, ScaleAndOffsetOfTheResultsDoNotMatter) {
  const ToldTrials plain = trials_of(product(), 200, 1);
  ToldTrials huge = plain;
  huge.trials.clear();
  for (const auto& trial : plain.trials) huge.add(trial->params, 1e306 * (trial->values[0] - 0.5));
  const auto expected = make_importance("fanova")->evaluate(plain.history(), Rng(1));
  const auto found = make_importance("fanova")->evaluate(huge.history(), Rng(1));
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(found[k].importance, expected[k].importance, 1e-6);
}

TEST(Fanova, SaysWhatIsMissing) {
  ToldTrials told = trials_of(additive(), 9, 1);
  EXPECT_THROW((void)make_importance("fanova")->evaluate(told.history(), Rng(1)), InvalidState);
  told = trials_of(additive(), 10, 1);
  EXPECT_EQ(make_importance("fanova")->evaluate(told.history(), Rng(1)).size(), 4);
  ToldTrials constant;
  constant.space.add("x", Distribution::real(0, 1));
  constant.add(
      50, [](const ParamMap&) { return 3; }, Rng(1));
  try {
    (void)make_importance("fanova")->evaluate(constant.history(), Rng(1));
    FAIL();
  } catch (const InvalidState& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("all 50 complete trials have the value 3"));
  }
  EXPECT_THROW((void)make_importance({"fanova", {{"objective", 1}}})->evaluate(told.history(), Rng(1)),
               InvalidArgument);
}

TEST(Auto, IsMainEffectsForADesignAndFewTrials) {
  ToldTrials design;
  design.space.add("a", Distribution::integer(1, 3)).add("b", Distribution::integer(1, 4));
  for (std::int64_t a = 1; a <= 3; ++a) {
    for (std::int64_t b = 1; b <= 4; ++b) design.add({{"a", a}, {"b", b}}, static_cast<double>(a * b));
  }
  EXPECT_EQ(suitable_importance(design.history()), "main_effects");
  design.add({{"a", std::int64_t{1}}, {"b", std::int64_t{1}}}, 1);
  EXPECT_EQ(suitable_importance(design.history()), "fanova");
  EXPECT_EQ(suitable_importance(trials_of(additive(), 9, 1).history()), "main_effects");
  const ToldTrials random = trials_of(additive(), 30, 1);
  EXPECT_EQ(suitable_importance(random.history()), "fanova");
  EXPECT_EQ(make_importance("auto")->evaluate(random.history(), Rng(2))[0].importance,
            make_importance("fanova")->evaluate(random.history(), Rng(2))[0].importance);
}

// The total effect of x0 of Ishigami's function is S0 + S02, of x1 S1, of x2 S02.
TEST(Permutation, IsTheTotalEffect) {
  const KnownFunction function = ishigami();
  const ToldTrials told = trials_of(function, 1000, 1);
  std::map<std::string, Importance> found;
  for (const auto& one : make_importance("permutation")->evaluate(told.history(), Rng(1))) found[one.name] = one;
  const double both = function.shares.at("x0 x2");
  EXPECT_NEAR(found.at("x0").importance, function.shares.at("x0") + both, 0.06);
  EXPECT_NEAR(found.at("x1").importance, function.shares.at("x1"), 0.06);
  EXPECT_NEAR(found.at("x2").importance, both, 0.06);
  EXPECT_LT(*found.at("x1").low, found.at("x1").importance);
}

TEST(Permutation, OfWhatHasNoEffectIsNothing) {
  const ToldTrials told = trials_of(additive(), 400, 1);
  const auto found = make_importance("permutation")->evaluate(told.history(), Rng(1));
  EXPECT_EQ(found.back().name, "x3");
  EXPECT_LT(found.back().importance, 0.01);
}

}  // namespace
}  // namespace vernier
