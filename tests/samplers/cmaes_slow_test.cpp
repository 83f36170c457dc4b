#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

using Loss = std::function<double(const ParamMap&)>;

SearchSpace reals(std::size_t count) {
  SearchSpace space;
  for (std::size_t k = 0; k < count; ++k) space.add("x" + std::to_string(k), Distribution::real(-5, 5));
  return space;
}

/// The least loss of `trials` trials.
double least_loss(const Component& component, SimulationOptions options, const Loss& loss, int trials) {
  options.fails_every = 0;
  options.alter = [&](TrialRecord& record) { record.values = {loss(record.params)}; };
  SimulatedStudy study(std::move(options));
  const auto sampler = make_sampler(component);
  const auto none = make_pruner("none");
  double least = INFINITY;
  for (int trial = 0; trial < trials; ++trial) {
    EXPECT_TRUE(study.advance(*sampler, *none));
    least = std::min(least, study.results().back()->values.at(0));
  }
  return least;
}

double rastrigin(const ParamMap& params) {
  double sum = 0;
  for (const auto& [name, value] : params) {
    const double x = *as_number(value) - 1.5;
    sum += x * x - 10 * std::cos(2 * std::numbers::pi * x) + 10;
  }
  return sum;
}

TEST(CmaesSampler, RestartsOutOfLocalOptima) {
  for (const char* restarts : {"bipop", "ipop"}) {
    const Component component{"cmaes", {{"restarts", restarts}}};
    EXPECT_LT(least_loss(component, {.space = reals(2)}, rastrigin, 5000), 1e-6) << restarts;
  }
}

}  // namespace
}  // namespace vernier
