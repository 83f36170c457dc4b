#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "vernier/math/pareto.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

using Losses = std::function<std::vector<double>(const std::vector<double>&)>;

std::vector<double> coordinates_of(const ParamMap& params) {
  std::vector<double> x(params.size());
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = std::get<double>(params.at("x" + std::to_string(k)));
  return x;
}

/// What all trials of a study cover.
double covered(const Component& component, std::size_t dimension, std::size_t objectives, const Losses& losses,
               std::vector<double> reference, int trials, std::int64_t window = 1) {
  SimulationOptions options{
      .objectives = std::vector<Objective>(objectives, Objective{}), .window = window, .fails_every = 0};
  for (std::size_t k = 0; k < dimension; ++k) options.space.add("x" + std::to_string(k), Distribution::real(0, 1));
  options.alter = [&](TrialRecord& record) { record.values = losses(coordinates_of(record.params)); };
  SimulatedStudy study(std::move(options));
  const auto sampler = make_sampler(component);
  const auto none = make_pruner("none");
  for (int trial = 0; trial < trials; ++trial) EXPECT_TRUE(study.advance(*sampler, *none));
  std::vector<std::vector<double>> points;
  for (const auto& record : study.results()) points.push_back(record->values);
  return hypervolume(points, reference);
}

// ZDT1 in ten dimensions (Zitzler, Deb, Thiele 2000): the front is 1 - sqrt(f1), which covers 2/3 of the unit square.
std::vector<double> zdt1(const std::vector<double>& x) {
  double g = 0;
  for (std::size_t k = 1; k < x.size(); ++k) g += x[k];
  g = 1 + 9 * g / static_cast<double>(x.size() - 1);
  return {x[0], g * (1 - std::sqrt(x[0] / g))};
}

// DTLZ2 with three losses (Deb, Thiele, Laumanns, Zitzler 2002): the front is an eighth of the unit sphere.
std::vector<double> dtlz2(const std::vector<double>& x) {
  double g = 0;
  for (std::size_t k = 2; k < x.size(); ++k) g += (x[k] - 0.5) * (x[k] - 0.5);
  const double a = x[0] * std::numbers::pi / 2;
  const double b = x[1] * std::numbers::pi / 2;
  return {(1 + g) * std::cos(a) * std::cos(b), (1 + g) * std::cos(a) * std::sin(b), (1 + g) * std::sin(a)};
}

TEST(Nsga2Sampler, ComesNearTheFrontOfZdt1) {
  EXPECT_GT(covered("nsga2", 10, 2, zdt1, {1, 1}, 2000), 0.6);
  EXPECT_GT(covered("nsga2", 10, 2, zdt1, {1, 1}, 2000, 16), 0.6) << "with 16 results outstanding";
}

TEST(Nsga3Sampler, SpreadsOverTheSphereOfDtlz2) {
  const double front = 1 - std::numbers::pi / 6;  // what the front covers of the unit cube
  EXPECT_GT(covered("nsga3", 7, 3, dtlz2, {1, 1, 1}, 2000), 0.8 * front);
  EXPECT_GT(covered("nsga2", 7, 3, dtlz2, {1, 1, 1}, 2000), 0.75 * front);
}

}  // namespace
}  // namespace vernier
