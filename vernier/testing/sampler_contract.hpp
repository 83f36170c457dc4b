#pragma once
// What every sampler owes its study, as a GoogleTest suite. Include this in one source file of a test program and name
// the samplers:
//
//   INSTANTIATE_TEST_SUITE_P(Mine, SamplerContract, testing::Values(&my_sampler_info()), vernier::entry_name);
//
// A sampler is tried with its default options on every kind of study that its SamplerAbilities claim.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vernier/testing/entry_name.hpp"
#include "vernier/testing/simulated_study.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {

class SamplerContract : public testing::TestWithParam<const SamplerInfo*> {
 protected:
  struct Named {
    std::string name;
    SimulationOptions options;
  };

  [[nodiscard]] std::unique_ptr<Sampler> make() const { return GetParam()->make(Json::object()); }
  [[nodiscard]] const SamplerAbilities& handles() const { return GetParam()->handles; }

  /// One study of each kind that the sampler claims to handle.
  [[nodiscard]] std::vector<Named> studies() const {
    std::vector<Named> all;
    const bool finite = !handles().infinite;
    const auto add = [&](std::string name, SearchSpace space) -> SimulationOptions& {
      all.push_back({std::move(name), {.space = std::move(space)}});
      return all.back().options;
    };
    add("mixed", mixed_space(finite));
    SearchSpace single;
    single.add("only", Distribution::integer(3, 3)).add("one", Distribution::categorical({std::string("value")}));
    add("one value", std::move(single));
    add("maximise", mixed_space(finite)).objectives[0].direction = Direction::maximize;
    if (handles().conditional) add("conditions", conditional_space(finite));
    if (handles().constraints) add("constraints", constrained_space(finite));
    if (handles().multi_objective) {
      add("two objectives", mixed_space(finite)).objectives = {{"error", Direction::minimize},
                                                               {"speed", Direction::maximize}};
    }
    if (handles().define_by_run) {
      SearchSpace whole = mixed_space(finite);
      if (handles().conditional) whole = conditional_space(finite);
      add("define-by-run", std::move(whole)).declared = false;
    }
    return all;
  }

  /// Half of a study with pauses where the sampler may meet a pruner.
  [[nodiscard]] std::unique_ptr<Pruner> pruner() const {
    return handles().pruner ? std::make_unique<PauseEveryThird>() : make_pruner("none");
  }

  /// The proposal is one that the study may run.
  static void expect_valid(const std::optional<Proposal>& proposal, const History& history) {
    if (!proposal) return;
    if (history.declared) {
      EXPECT_NO_THROW(history.space->check(proposal->params, "proposal"));
    } else {
      for (const Parameter& parameter : history.space->parameters()) {
        ASSERT_TRUE(proposal->params.contains(parameter.name)) << parameter.name;
        EXPECT_TRUE(parameter.distribution.contains(proposal->params.at(parameter.name))) << parameter.name;
      }
      EXPECT_EQ(proposal->params.size(), history.space->size());
    }
    if (!proposal->clone_of) return;
    const auto trials = history.trials();
    const auto parent = std::find_if(trials.begin(), trials.end(),
                                     [&](const TrialRecord* trial) { return trial->number == *proposal->clone_of; });
    ASSERT_NE(parent, trials.end()) << "clone_of " << *proposal->clone_of;
    if (proposal->clone_step) {
      EXPECT_EQ(proposal->clone_step, (*parent)->last_step()) << "of which there is a checkpoint";
    }
  }

  /// Every proposal of a study is valid. Gives the number of trials.
  TrialNumber expect_valid_study(SimulationOptions options, int assignments) const {
    SimulatedStudy simulated(std::move(options));
    const auto sampler = make();
    const auto none = make_pruner("none");
    for (int assignment = 0; assignment < assignments; ++assignment) {
      SCOPED_TRACE("assignment " + std::to_string(assignment));
      const History history = simulated.history();
      expect_valid(sampler->propose(history, simulated.rng()), history);
      if (HasFailure() || !simulated.advance(*sampler, *none)) break;
    }
    return simulated.trials_begun();
  }

  /// A study of each kind whose results are changed by `alter`.
  void expect_valid_studies(const std::function<void(TrialRecord&)>& alter) const {
    for (Named& study : studies()) {
      SCOPED_TRACE(study.name);
      study.options.window = 2;
      study.options.fails_every = 0;
      study.options.alter = alter;
      EXPECT_GT(expect_valid_study(std::move(study.options), 16), 0);
    }
  }

  static void expect_same(const std::optional<Proposal>& a, const std::optional<Proposal>& b) {
    ASSERT_EQ(a.has_value(), b.has_value());
    if (!a) return;
    EXPECT_EQ(a->params, b->params);
    EXPECT_EQ(a->clone_of, b->clone_of);
    EXPECT_EQ(a->clone_step, b->clone_step);
  }

 private:
  /// Pauses each third trial at step 2 and resumes it two trials later.
  class PauseEveryThird : public Pruner {
   public:
    Decision decide(const TrialRecord& trial, const History&) const override {
      return trial.number % 3 == 2 && trial.last_step() == 2.0 ? Decision::pause : Decision::keep;
    }
    std::optional<TrialNumber> promote(const History& history) const override {
      for (const TrialRecord* trial : history.trials()) {
        const bool running = std::any_of(history.running.begin(), history.running.end(),
                                         [&](const auto& record) { return record->number == trial->number; });
        if (trial->state == TrialState::paused && !running && trial->number + 2 <= history.next_trial) {
          return trial->number;
        }
      }
      return std::nullopt;
    }
    std::string describe() const override { return "pauses each third trial"; }
  };
};

TEST_P(SamplerContract, HasAName) {
  EXPECT_FALSE(GetParam()->name.empty());
  EXPECT_FALSE(GetParam()->summary.empty());
  EXPECT_FALSE(GetParam()->cites.empty());
}

TEST_P(SamplerContract, DescribesItselfBeforeTheFirstTrial) {
  for (const Named& study : studies()) {
    SCOPED_TRACE(study.name);
    const SimulatedStudy simulated(study.options);
    EXPECT_FALSE(make()->describe(simulated.history()).empty());
  }
}

// Failed, paused, resumed and running trials are in the history; a cold instance and a second call must agree with the
// one that has seen every assignment.
TEST_P(SamplerContract, ProposalsAreValidAndAFunctionOfTheHistory) {
  for (const Named& study : studies()) {
    for (const std::int64_t window : {1, 4}) {
      SCOPED_TRACE(study.name + ", window " + std::to_string(window));
      SimulationOptions options = study.options;
      options.window = window;
      SimulatedStudy simulated(options);
      const auto warm = make();
      const auto pauses = pruner();
      for (int assignment = 0; assignment < 40; ++assignment) {
        SCOPED_TRACE("assignment " + std::to_string(assignment));
        const History history = simulated.history();
        const std::optional<Proposal> first = warm->propose(history, simulated.rng());
        expect_valid(first, history);
        expect_same(first, warm->propose(history, simulated.rng()));
        expect_same(first, make()->propose(history, simulated.rng()));
        if (HasFailure() || !simulated.advance(*warm, *pauses)) break;
      }
      EXPECT_GT(simulated.trials_begun(), 0) << "nothing was ever proposed";
      if (HasFailure()) return;
    }
  }
}

TEST_P(SamplerContract, TheSameSeedRepeatsTheWholeStudy) {
  const auto params_of = [&](std::uint64_t seed) {
    SimulatedStudy simulated({.space = mixed_space(!handles().infinite), .seed = seed});
    const auto sampler = make();
    const auto none = make_pruner("none");
    std::vector<ParamMap> all;
    while (all.size() < 8 && simulated.advance(*sampler, *none)) all.push_back(simulated.results().back()->params);
    return all;
  };
  EXPECT_EQ(params_of(3), params_of(3));
}

// Once each configuration has run, a sampler says so or repeats valid ones; it neither throws nor hangs.
TEST_P(SamplerContract, AnExhaustedSpaceEndsOrRepeats) {
  for (const std::int64_t window : {1, 4}) {
    SearchSpace space;
    space.add("a", Distribution::categorical({std::string("x"), std::string("y")}))
        .add("b", Distribution::integer(1, 3));
    EXPECT_GT(expect_valid_study({.space = std::move(space), .window = window}, 40), 0);
  }
}

TEST_P(SamplerContract, SurvivesAStudyInWhichEverythingFails) {
  EXPECT_GT(expect_valid_study({.space = mixed_space(!handles().infinite), .window = 2, .fails_every = 1}, 20), 0);
}

// Trials that the user enqueued are no proposals of the sampler.
TEST_P(SamplerContract, TakesResultsThatItDidNotPropose) {
  SimulatedStudy simulated({.space = mixed_space(!handles().infinite)});
  const auto foreign = make_sampler("random");
  const auto none = make_pruner("none");
  for (int trial = 0; trial < 12; ++trial) simulated.advance(*foreign, *none);
  const History history = simulated.history();
  const auto first = make()->propose(history, simulated.rng());
  expect_valid(first, history);
  expect_same(first, make()->propose(history, simulated.rng()));
}

}  // namespace vernier

#include "vernier/testing/sampler_bad_input.hpp"
