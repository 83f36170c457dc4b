#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/recommend.hpp"

namespace vernier {
namespace {

using Objective1 = std::function<TrialRecord(const ParamMap&)>;

TrialRecord complete(double value) {
  TrialRecord record;
  record.state = TrialState::complete;
  record.values = {value};
  return record;
}

/// A study of one worker without a pruner, as a table of records.
struct GpStudy {
  SearchSpace space;
  Component sampler{"gp"};
  std::uint64_t seed = 1;
  std::vector<Objective> objectives{Objective{}};
  Budget budget{};
  std::vector<std::shared_ptr<const TrialRecord>> settled{};
  std::vector<std::shared_ptr<const TrialRecord>> running{};
  std::vector<const History*> earlier{};

  [[nodiscard]] History history() const {
    History history;
    history.space = &space;
    history.objectives = objectives;
    history.budget = budget;
    history.seed = seed;
    history.next_trial = std::ssize(settled) + std::ssize(running);
    history.settled = settled;
    history.running = running;
    history.earlier = earlier;
    return history;
  }
  [[nodiscard]] Rng rng() const { return Rng(seed).split(static_cast<std::uint64_t>(history().next_trial)); }
  void add(const ParamMap& params, TrialRecord record) {
    record.number = std::ssize(settled);
    record.params = params;
    settled.push_back(std::make_shared<const TrialRecord>(std::move(record)));
  }
  /// Trials until there are `total`, or the sampler has none left; every proposal is valid.
  void run(int total, const Objective1& objective) {
    const auto made = make_sampler(sampler);
    while (std::ssize(settled) < total) {
      const auto proposal = made->propose(history(), rng());
      if (!proposal) return;
      ASSERT_NO_THROW(space.check(proposal->params, "proposal"));
      add(proposal->params, objective(proposal->params));
    }
  }
  [[nodiscard]] double best() const { return best_trial(history())->values[0]; }
};

double real(const ParamMap& params, const char* name) { return *as_number(params.at(name)); }

double branin(const ParamMap& params) {
  const double x = real(params, "x"), y = real(params, "y"), pi = M_PI;
  const double t = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return t * t + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
}

SearchSpace branin_space() {
  SearchSpace space;
  space.add("x", Distribution::real(-5, 10)).add("y", Distribution::real(0, 15));
  return space;
}

// The minimum of Branin's function is 0.397887, its median about 30.
TEST(GpSampler, MinimisesBraninsFunction) {
  for (const char* acquisition : {"ucb", "logei"}) {
    for (const char* warp : {"half_rank", "power", "none"}) {
      GpStudy study{branin_space()};
      study.sampler = {"gp", {{"acquisition", acquisition}, {"warp", warp}}};
      study.run(40, [](const ParamMap& params) { return complete(branin(params)); });
      EXPECT_LT(study.best(), 0.6) << acquisition << ' ' << warp;
    }
  }
}

TEST(GpSampler, MaximisesAsWellAndIsNotMovedByUnits) {
  GpStudy low{branin_space()};
  low.run(25, [](const ParamMap& params) { return complete(branin(params)); });
  GpStudy high{branin_space()};
  high.objectives[0].direction = Direction::maximize;
  high.run(25, [](const ParamMap& params) { return complete(-branin(params)); });
  for (std::size_t i = 0; i < low.settled.size(); ++i) EXPECT_EQ(low.settled[i]->params, high.settled[i]->params);
  GpStudy tiny{branin_space()};
  tiny.run(30, [](const ParamMap& params) { return complete(0x1p-1000 * branin(params)); });
  EXPECT_LT(tiny.best(), 0x1p-1000 * 0.6);
}

SearchSpace mixed() {
  SearchSpace space;
  space.add("rate", Distribution::real(1e-5, 1, true))
      .add("layers", Distribution::integer(1, 6))
      .add("units", Distribution::ordinal({std::int64_t{16}, std::int64_t{64}, std::int64_t{256}}))
      .add("activation", Distribution::categorical({std::string("relu"), std::string("tanh"), std::string("gelu")}))
      .add("optimizer", Distribution::categorical({std::string("adam"), std::string("sgd")}))
      .add("momentum", Distribution::real(0, 1), "optimizer == 'sgd'")
      .constrain("layers * units <= 800");
  return space;
}

// The best: rate 0.01, 3 layers, 256 units, gelu, sgd with momentum 0.9.
double mixed_loss(const ParamMap& params) {
  double loss = std::pow(std::log10(real(params, "rate")) + 2, 2) + std::pow(real(params, "layers") - 3, 2);
  loss += std::abs(std::log2(real(params, "units")) - 8);
  loss += std::get<std::string>(params.at("activation")) == "gelu" ? 0 : 1;
  const auto momentum = params.find("momentum");
  return loss + (momentum == params.end() ? 0.5 : std::pow(*as_number(momentum->second) - 0.9, 2));
}

TEST(GpSampler, SearchesMixedConditionalAndConstrainedSpaces) {
  GpStudy study{mixed()};
  study.run(60, [](const ParamMap& params) { return complete(mixed_loss(params)); });
  EXPECT_LT(study.best(), 0.05);
}

TEST(GpSampler, KeepsToToldConstraints) {  // the minimum of x + y in the disc around the middle
  SearchSpace space;
  space.add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1));
  GpStudy study{space};
  study.run(40, [](const ParamMap& params) {
    const double x = real(params, "x") - 0.5, y = real(params, "y") - 0.5;
    TrialRecord record = complete(real(params, "x") + real(params, "y"));
    record.constraints = {x * x + y * y - 0.09};
    return record;
  });
  EXPECT_LT(study.best(), 1 - 0.3 * std::sqrt(2) + 0.02);
  EXPECT_GE(study.best(), 1 - 0.3 * std::sqrt(2));
}

TEST(GpSampler, GivesPendingTrialsDifferentConfigurations) {
  GpStudy study{branin_space()};
  study.run(15, [](const ParamMap& params) { return complete(branin(params)); });
  const auto made = make_sampler("gp");
  std::vector<std::vector<double>> points;
  for (int i = 0; i < 8; ++i) {
    const auto proposal = made->propose(study.history(), study.rng());
    ASSERT_TRUE(proposal);
    TrialRecord record;
    record.number = study.history().next_trial;
    record.params = proposal->params;
    study.running.push_back(std::make_shared<const TrialRecord>(record));
    points.push_back({(real(proposal->params, "x") + 5) / 15, real(proposal->params, "y") / 15});
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GT(std::hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]), 0.01);
    }
  }
}

// A small finite space whose objective has no noise: every configuration once but for the repeats that find that out.
TEST(GpSampler, ExhaustsAFiniteSpaceOnce) {
  SearchSpace space;
  space.add("a", Distribution::integer(0, 5)).add("b", Distribution::categorical({true, false}));
  GpStudy study{space};
  study.run(100, [](const ParamMap& params) { return complete(real(params, "a") + real(params, "b")); });
  std::set<ParamMap> seen;
  for (const auto& record : study.settled) seen.insert(record->params);
  EXPECT_EQ(seen.size(), 12U);
  EXPECT_LE(study.settled.size(), 14U);
}

TEST(GpSampler, TakesWhateverValuesThereAre) {
  const std::vector<std::function<TrialRecord(int)>> objectives{
      [](int) { return complete(1); },
      [](int i) { return complete(i % 2 == 0 ? 1e300 : -1e300); },
      [](int i) { return complete(1e-300 * i); },
      [](int i) {
        TrialRecord record = complete(i % 2 == 0 ? 1.7e308 : -1.7e308);
        if (i % 3 == 0) record.state = TrialState::failed, record.values.clear();
        return record;
      },
      [](int i) {
        TrialRecord record = complete(i);
        if (i % 2 == 0) record.state = TrialState::failed, record.values.clear();
        return record;
      },
      [](int i) { return complete(i % 3 == 0 ? std::numeric_limits<double>::infinity() : i); },
  };
  for (const auto& objective : objectives) {
    GpStudy study{mixed()};
    int i = 0;
    study.run(30, [&](const ParamMap&) { return objective(i++); });
    EXPECT_EQ(study.settled.size(), 30U);
    const auto recommended = recommend(study.history());
    ASSERT_TRUE(recommended);
    EXPECT_TRUE(std::isfinite(recommended->value));
    EXPECT_TRUE(std::isfinite(recommended->low) && std::isfinite(recommended->high));
  }
}

TEST(GpSampler, GoesOnAfterAThousandFailures) {
  GpStudy study{mixed()};
  Rng rng(4);
  TrialRecord failed;
  failed.state = TrialState::failed;
  for (int i = 0; i < 1000; ++i) study.add(*study.space.sample(rng), failed);
  study.run(1002, [](const ParamMap& params) { return complete(mixed_loss(params)); });
  study.run(1005, [](const ParamMap& params) { return complete(mixed_loss(params)); });
  EXPECT_EQ(study.settled.size(), 1005U);
}

TEST(Recommend, IsTheBestTrialOfAnExactObjective) {
  GpStudy study{branin_space()};
  study.run(30, [](const ParamMap& params) { return complete(branin(params)); });
  const auto recommended = recommend(study.history());
  ASSERT_TRUE(recommended);
  EXPECT_EQ(recommended->trial.number, best_trial(study.history())->number);
}

// Under noise the best value is a lucky one. Over studies by random search the recommendation is truly better, and its
// interval mostly holds the truth.
TEST(Recommend, SeesThroughTheNoise) {
  double lucky = 0, recommended = 0;
  int within = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    GpStudy study{branin_space()};
    study.seed = seed;
    study.sampler = "random";
    Rng noise = Rng(seed).split("noise");
    study.run(40, [&](const ParamMap& params) { return complete(branin(params) + 10 * noise.normal()); });
    const auto found = recommend(study.history());
    ASSERT_TRUE(found);
    const double truth = branin(found->trial.params);
    lucky += branin(best_trial(study.history())->params);
    recommended += truth;
    within += found->low <= truth && truth <= found->high ? 1 : 0;
    EXPECT_LE(found->low, found->value);
    EXPECT_GE(found->high, found->value);
  }
  EXPECT_LT(recommended, lucky);
  EXPECT_GE(within, 20);  // of 30
}

TEST(Recommend, NeedsACompleteFeasibleTrialOfOneObjective) {
  GpStudy study{branin_space()};
  EXPECT_FALSE(recommend(study.history()));
  TrialRecord violated = complete(1);
  violated.constraints = {1};
  study.add({{"x", 0.0}, {"y", 0.0}}, violated);
  EXPECT_FALSE(recommend(study.history()));
  study.add({{"x", 0.0}, {"y", 1.0}}, complete(3));
  EXPECT_EQ(recommend(study.history())->trial.number, 1);
  study.objectives.push_back(Objective{"second", Direction::minimize});
  EXPECT_FALSE(recommend(study.history()));
}

// Twelve trials with a prior at the optimum, far from it, and without: the first helps, the second is overruled.
TEST(GpSampler, APriorHelpsAndIsOverruled) {
  const auto regret = [](std::optional<Prior> prior, int trials) {
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      GpStudy study;
      study.seed = seed;
      for (int k = 0; k < 5; ++k) study.space.add("x" + std::to_string(k), Distribution::real(0, 1), {}, prior);
      study.run(trials, [](const ParamMap& params) {
        double loss = 0;
        for (const auto& [name, value] : params) loss += std::pow(*as_number(value) - 0.7, 2);
        return complete(loss);
      });
      sum += study.best() / 8;
    }
    return sum;
  };
  EXPECT_LT(regret(Prior{0.75, Confidence::high}, 12), 0.5 * regret(std::nullopt, 12));
  EXPECT_LT(regret(Prior{0.1, Confidence::high}, 40), 0.02);  // the expected point itself: 1.8
}

// A parameter that changes the cost a hundredfold and the loss not at all.
TEST(GpSampler, AThriftySearchSpendsLessForAsMuch) {
  double cost[2] = {}, worst[2] = {};
  for (const bool thrifty : {false, true}) {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      GpStudy study;
      study.sampler = {"gp", {{"thrifty", thrifty}}};
      study.seed = seed;
      study.budget.trials = 25;
      for (const char* name : {"x", "y", "size"}) study.space.add(name, Distribution::real(0, 1));
      study.run(25, [&](const ParamMap& params) {
        TrialRecord record = complete(std::pow(real(params, "x") - 0.3, 2) + std::pow(real(params, "y") - 0.6, 2));
        record.cost = std::pow(100, real(params, "size"));
        cost[thrifty] += *record.cost;
        return record;
      });
      worst[thrifty] = std::max(worst[thrifty], study.best());
    }
  }
  EXPECT_LT(cost[true], 0.75 * cost[false]);  // the five Sobol points are the same
  EXPECT_LT(worst[true], 0.01);
}

// Twenty-five trials of an earlier study of nearly the same function, and of one with its sign turned.
TEST(GpSampler, EarlierStudiesHelpWhereTheyAgreeAndHardlyHarmElsewhere) {
  const auto loss_at = [](const ParamMap& params, double center) {
    double loss = 0;
    for (const auto& [name, value] : params) loss += std::pow(*as_number(value) - center, 2);
    return loss;
  };
  const auto regret = [&](double sign) {  // 0: no earlier study
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      GpStudy study, earlier;
      for (int k = 0; k < 5; ++k) study.space.add("x" + std::to_string(k), Distribution::real(0, 1));
      earlier.space = study.space;
      earlier.seed = 100 + seed;
      earlier.sampler = "qmc";
      earlier.run(25, [&](const ParamMap& params) { return complete(sign * loss_at(params, 0.65)); });
      const History known = earlier.history();
      if (sign != 0) study.earlier = {&known};
      study.seed = seed;
      study.run(12, [&](const ParamMap& params) { return complete(loss_at(params, 0.7)); });
      sum += study.best() / 8;
    }
    return sum;
  };
  const double cold = regret(0);
  EXPECT_LT(regret(1), 0.5 * cold);
  EXPECT_LT(regret(-1), 1.5 * cold);
}

// An objective without any structure, of which no model can be right.
TEST(GpSampler, LeavesEverySecondTrialToTpeWhereItsModelSaysNothing) {
  GpStudy study{branin_space()};
  const auto tpe = make_sampler("tpe"), gp = make_sampler("gp");
  int theirs = 0;
  while (study.settled.size() < 60) {
    const ParamMap params = gp->propose(study.history(), study.rng())->params;
    theirs += params == tpe->propose(study.history(), study.rng())->params;
    study.add(params, complete(study.rng().split("value").normal()));
  }
  EXPECT_GE(theirs, 10);

  GpStudy sensible{branin_space()};
  sensible.run(60, [](const ParamMap& params) { return complete(branin(params)); });
  GpStudy without{branin_space()};
  without.sampler = {"gp", {{"hedge", false}}};
  without.run(60, [](const ParamMap& params) { return complete(branin(params)); });
  for (std::size_t i = 0; i < 60; ++i) EXPECT_EQ(sensible.settled[i]->params, without.settled[i]->params);
}

}  // namespace
}  // namespace vernier
