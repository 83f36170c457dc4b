#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/study/study.hpp"

namespace vernier {
namespace {

using testing::HasSubstr;

SearchSpace rate_space() {
  SearchSpace space;
  space.add("rate", Distribution::real(1e-4, 1, true)).add("units", Distribution::integer(4, 64));
  return space;
}

/// A training whose best rate falls with every step: log10(rate) should be -step / 4. What a step gains stays, as in
/// weights; a clone begins with what its parent had gained.
class FallingRate {
 public:
  Outcome operator()(Trial& trial) {
    const TrialRecord& record = trial.record();
    const double begin = trial.resume_from_step().value_or(0);
    const auto kept = [&](TrialNumber number) {
      const std::lock_guard lock(mutex_);
      return gained_.at({number, begin});
    };
    double gained = 0;
    if (begin > 0) gained = kept(record.clone_step == begin ? *record.clone_of : trial.number());
    for (double step = begin + 1; step <= last_; ++step) {
      const double off = std::log10(std::get<double>(trial.params().at("rate"))) + step / 4;
      gained += std::max(0.0, 1 - off * off);
      const std::lock_guard lock(mutex_);
      gained_[{trial.number(), step}] = gained;
      if (trial.report(step, last_ - gained) != Decision::keep) throw TrialPruned{};
    }
    return last_ - gained;
  }

 private:
  static constexpr double last_ = 12;
  std::mutex mutex_;
  std::map<std::pair<TrialNumber, double>, double> gained_;
};

Study population_study(std::uint64_t seed, int jobs, double epochs) {
  Study study = Study::open("memory://", {.space = rate_space(),
                                          .resource = Resource{"epochs", 1, 12},
                                          .sampler = Component{"pbt", {{"factor", 2.0}}},
                                          .pruner = Component{"pbt", {{"interval", 1}}},
                                          .seed = seed,
                                          .window = Window{4}});
  FallingRate training;
  (void)study.optimize([&](Trial& trial) { return training(trial); }, {.resource = epochs, .n_jobs = jobs});
  return study;
}

TEST(PbtTest, FindsAScheduleThatNoFixedRateReaches) {
  // Each fixed rate is right for a while only.
  double best_fixed = 12;
  for (double exponent = -4; exponent <= 0; exponent += 0.01) {
    double loss = 12;
    for (double step = 1; step <= 12; ++step) {
      const double off = exponent + step / 4;
      loss -= std::max(0.0, 1 - off * off);
    }
    best_fixed = std::min(best_fixed, loss);
  }
  EXPECT_NEAR(best_fixed, 6.625, 0.001);
  int better = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Study study = population_study(seed, 1, 400);
    EXPECT_EQ(study.resource_used(), 400) << "clones go on, they do not begin again";
    better += study.best_trial()->values[0] < best_fixed ? 1 : 0;
  }
  EXPECT_GE(better, 4);
}

TEST(PbtTest, RepeatsWithAnyNumberOfJobs) {
  const auto trials = [](int jobs) {
    std::vector<Json> rows;
    for (const TrialRecord& trial : population_study(3, jobs, 200).trials()) {
      rows.push_back(to_json(trial));
      rows.back().erase("seconds");
    }
    return rows;
  };
  EXPECT_EQ(trials(1), trials(4));
}

TEST(PbtTest, AClonesOtherParametersAreItsParents) {
  const Study study = population_study(1, 1, 300);
  const std::vector<TrialRecord> trials = study.trials();
  int clones = 0;
  for (const TrialRecord& trial : trials) {
    if (!trial.clone_of) continue;
    ++clones;
    const TrialRecord& parent = trials[static_cast<std::size_t>(*trial.clone_of)];
    EXPECT_EQ(trial.params.at("units"), parent.params.at("units")) << "it decides the shapes of weights";
    EXPECT_NE(trial.params.at("rate"), parent.params.at("rate"));
    ASSERT_FALSE(trial.reports.empty());
    EXPECT_EQ(trial.reports.front().step, *trial.clone_step + 1);
  }
  EXPECT_GT(clones, 5);
}

TEST(PbtTest, BringsItsPruner) {
  EXPECT_EQ(to_text(Study::open("memory://", {.space = rate_space(), .sampler = "pbt"}).options().pruner), "pbt");
}

TEST(PbtTest, RefusesToChangeWhatTheSpaceDoesNotHave) {
  try {
    (void)Study::open("memory://", {.space = rate_space(), .sampler = Component{"pbt", {{"changes", {"unit"}}}}});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("'unit'"));
    EXPECT_THAT(error.what(), HasSubstr("units"));
  }
}

TEST(PbtTest, ChangesValuesOfEveryKindWithinTheirRanges) {
  SearchSpace space;
  space.add("units", Distribution::integer(4, 64, false, 4))
      .add("batch", Distribution::ordinal({std::int64_t{16}, std::int64_t{32}, std::int64_t{64}}))
      .add("keep", Distribution::real(0, 1, false, 0.25))
      .add("kind", Distribution::categorical({"a", "b"}));
  const std::vector<Objective> objectives{Objective{}};
  auto loser = std::make_shared<TrialRecord>();
  loser->state = TrialState::pruned;
  auto leader = std::make_shared<TrialRecord>();
  leader->number = 1;
  leader->state = TrialState::paused;
  leader->reports = {{5, {0.1}}};
  leader->params = {{"units", std::int64_t{64}}, {"batch", std::int64_t{16}}, {"keep", 0.5}, {"kind", "a"}};
  const std::vector<std::shared_ptr<const TrialRecord>> settled{loser, leader};
  History history;
  history.space = &space;
  history.objectives = objectives;
  history.settled = settled;
  history.next_trial = 2;
  const auto sampler = make_sampler({"pbt", {{"changes", {"units", "batch", "keep", "kind"}}, {"resample", 0.0}}});
  std::set<std::string> seen;
  for (std::uint64_t k = 0; k < 100; ++k) {
    const auto proposal = sampler->propose(history, Rng(k));
    ASSERT_TRUE(proposal);
    EXPECT_EQ(proposal->clone_of, 1);
    EXPECT_EQ(proposal->clone_step, 5);
    EXPECT_NO_THROW(space.check(proposal->params, "clone"));
    for (const auto& [name, value] : proposal->params) seen.insert(name + "=" + to_text(value));
  }
  // 64 / 1.2 and the upper bound; the neighbour and the lower bound; 0.5 times and by 1.2 on the grid; nothing else
  EXPECT_THAT(seen,
              testing::UnorderedElementsAre("units=52", "units=64", "batch=16", "batch=32", "keep=0.5", "kind=a"));
}

}  // namespace
}  // namespace vernier
