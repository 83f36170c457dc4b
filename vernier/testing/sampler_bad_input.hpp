#pragma once
// The part of SamplerContract that deals with what a study must not be upset by. Included by sampler_contract.hpp.
#include <array>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/testing/sampler_contract.hpp"

namespace vernier {

/// Proposes what it was given, over and over.
class RepeatingSampler : public Sampler {
 public:
  explicit RepeatingSampler(std::vector<ParamMap> params) : params_(std::move(params)) {}
  std::optional<Proposal> propose(const History& history, Rng) override {
    return Proposal{params_[static_cast<std::size_t>(history.next_trial) % params_.size()], std::nullopt};
  }
  std::string describe(const History&) const override { return "repeats"; }

 private:
  std::vector<ParamMap> params_;
};

// A design of which no run is feasible may propose nothing.
TEST_P(SamplerContract, ConstraintsThatExcludeNearlyEverything) {
  if (!handles().constraints) GTEST_SKIP() << "takes no constraints";
  (void)expect_valid_study({.space = narrow_space(!handles().infinite), .window = 2}, 30);
}

TEST_P(SamplerContract, EqualObservations) {
  expect_valid_studies([](TrialRecord& record) {
    for (double& value : record.values) value = 0.5;
  });
}

TEST_P(SamplerContract, HugeAndTinyValues) {
  static constexpr std::array<double, 6> values{1e300, -1e300, 1e-300, 0.0, -1e-300, 1.0};
  expect_valid_studies([](TrialRecord& record) {
    for (double& value : record.values) value = values[static_cast<std::size_t>(record.number) % values.size()];
  });
  expect_valid_studies([](TrialRecord& record) {
    for (double& value : record.values) value = 1e-300 * static_cast<double>(record.number % 7);
  });
}

// The study itself makes such a trial failed; here they come as if it had not.
TEST_P(SamplerContract, ValuesThatAreNotFinite) {
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  static constexpr std::array<double, 5> values{infinity, -infinity, 1.0, nan, 2.0};
  expect_valid_studies([](TrialRecord& record) {
    for (double& value : record.values) value = values[static_cast<std::size_t>(record.number) % values.size()];
  });
}

TEST_P(SamplerContract, ToldConstraints) {
  for (const double share : {0.0, 0.5, 1.0}) {  // of the trials that violate one
    expect_valid_studies([share](TrialRecord& record) {
      Rng rng = Rng(7).split(static_cast<std::uint64_t>(record.number));
      record.constraints = {rng.uniform() < share ? 1e300 * rng.uniform() : -rng.uniform(), -1.0};
      if (record.number % 5 == 4) record.constraints.clear();
    });
  }
}

TEST_P(SamplerContract, PrunedTrials) {
  if (!handles().pruner) GTEST_SKIP() << "takes no pruner";
  expect_valid_studies([](TrialRecord& record) {
    if (record.number % 4 == 3) return;
    record.state = TrialState::pruned;
    record.reports.resize(static_cast<std::size_t>(record.number) % 3);
    if (record.number % 2 == 0) record.values.clear();
  });
}

TEST_P(SamplerContract, AThousandFailedTrialsInARow) {
  SimulatedStudy simulated({.space = mixed_space(!handles().infinite), .fails_every = 1});
  const auto random = make_sampler("random");
  const auto none = make_pruner("none");
  for (int trial = 0; trial < 1000; ++trial) simulated.advance(*random, *none);
  const History history = simulated.history();
  const auto first = make()->propose(history, simulated.rng());
  expect_valid(first, history);
  expect_same(first, make()->propose(history, simulated.rng()));
}

TEST_P(SamplerContract, OneConfigurationWithManyValues) {
  const SearchSpace space = mixed_space(!handles().infinite);
  Rng rng(11);
  for (const std::size_t different : {1U, 2U}) {
    std::vector<ParamMap> params;
    while (params.size() < different) params.push_back(*space.sample(rng));
    RepeatingSampler foreign(params);
    SimulatedStudy simulated({.space = space, .fails_every = 0, .alter = [](TrialRecord& record) {
                                for (double& value : record.values) value += static_cast<double>(record.number % 4);
                              }});
    const auto none = make_pruner("none");
    for (int trial = 0; trial < 25; ++trial) simulated.advance(foreign, *none);
    const auto sampler = make();
    for (int trial = 0; trial < 10; ++trial) {
      const History history = simulated.history();
      expect_valid(sampler->propose(history, simulated.rng()), history);
      if (!simulated.advance(*sampler, *none)) break;
    }
  }
}

// Random spaces with random ends of their trials: whatever comes, each proposal is one that the study may run.
TEST_P(SamplerContract, RandomHistories) {
  static constexpr std::array<double, 10> pool{0.0,
                                               1.0,
                                               -1.0,
                                               1e300,
                                               -1e300,
                                               1e-300,
                                               std::numeric_limits<double>::max(),
                                               std::numeric_limits<double>::lowest(),
                                               std::numeric_limits<double>::denorm_min(),
                                               0.5};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rng rng = Rng(seed).split("random histories");
    SimulationOptions options;
    options.space = random_space(rng, !handles().infinite, handles().conditional, handles().constraints);
    options.seed = seed;
    options.window = 1 + static_cast<std::int64_t>(rng.below(5));
    options.declared = !handles().define_by_run || rng.uniform() < 0.7;
    if (rng.uniform() < 0.5) options.objectives[0].direction = Direction::maximize;
    if (handles().multi_objective && rng.uniform() < 0.3) options.objectives.push_back({"other", Direction::minimize});
    const double ordinary = rng.uniform();  // the share of trials that keep their own values
    const bool prunes = handles().pruner;
    options.alter = [seed, ordinary, prunes](TrialRecord& record) {
      Rng own = Rng(seed).split(static_cast<std::uint64_t>(record.number)).split("alter");
      for (double& value : record.values) value = own.uniform() < ordinary ? value : pool[own.below(pool.size())];
      for (Report& report : record.reports) {
        for (double& value : report.values) value = own.uniform() < ordinary ? value : pool[own.below(pool.size())];
      }
      if (own.uniform() < 0.2) record.constraints.assign(own.below(3), pool[own.below(pool.size())]);
      const double end = own.uniform();
      if (end < 0.3 && prunes) {
        record.state = end < 0.1 ? TrialState::paused : TrialState::pruned;
        record.values.clear();
        record.reports.resize(own.below(record.reports.size() + 1));
      }
    };
    try {
      make()->check(options.space);
    } catch (const Error&) {
      continue;  // says that the space does not suit
    }
    (void)expect_valid_study(std::move(options), 16);
    if (HasFailure()) return;
  }
}

}  // namespace vernier
