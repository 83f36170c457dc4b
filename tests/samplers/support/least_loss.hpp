#pragma once
// What a sampler reaches on a problem of the test's own.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {

/// The least loss of `trials` trials, none of which fails; that of the simulated study where none is given.
inline double least_loss(const Component& component, SimulationOptions options, int trials,
                         const std::function<double(const ParamMap&)>& loss = {}) {
  options.fails_every = 0;
  if (loss) options.alter = [&](TrialRecord& record) { record.values = {loss(record.params)}; };
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

/// x0, x1, ... in [-5, 5].
inline SearchSpace box_of_reals(std::size_t count) {
  SearchSpace space;
  for (std::size_t k = 0; k < count; ++k) space.add("x" + std::to_string(k), Distribution::real(-5, 5));
  return space;
}

}  // namespace vernier
