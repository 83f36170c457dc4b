#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "vernier/samplers/sampler.hpp"
#include "vernier/samplers/support/orthogonal_design.hpp"

namespace vernier {
namespace {

// A study in miniature: one trial at a time, results given by a function (NaN: the trial fails).
class OrthogonalRun {
 public:
  OrthogonalRun(SearchSpace space, Json options, std::optional<std::int64_t> trials = {}, std::uint64_t seed = 1,
                Direction direction = Direction::minimize)
      : space_(std::move(space)), seed_(seed), sampler_(make_sampler({"orthogonal", std::move(options)})) {
    budget_.trials = trials;
    objectives_[0].direction = direction;
  }

  [[nodiscard]] History history() const {
    History view;
    view.space = &space_;
    view.objectives = objectives_;
    view.budget = budget_;
    view.seed = seed_;
    view.next_trial = static_cast<TrialNumber>(settled_.size());
    view.settled = settled_;
    return view;
  }
  std::optional<Proposal> propose() { return sampler_->propose(history(), Rng(seed_).split(settled_.size())); }
  void settle(ParamMap params, double value, bool enqueued = false) {
    auto record = std::make_shared<TrialRecord>();
    record->number = static_cast<TrialNumber>(settled_.size());
    record->state = std::isnan(value) ? TrialState::failed : TrialState::complete;
    if (!std::isnan(value)) record->values = {value};
    record->params = std::move(params);
    record->enqueued = enqueued;
    settled_.push_back(std::move(record));
  }
  // Runs to the end of the design, at most `limit` trials.
  template <class Objective>
  std::vector<ParamMap> run(Objective objective, int limit = 500) {
    std::vector<ParamMap> tried;
    for (int i = 0; i < limit; ++i) {
      auto proposal = propose();
      if (!proposal) break;
      tried.push_back(proposal->params);
      settle(proposal->params, objective(proposal->params));
    }
    return tried;
  }
  void set_trials(std::int64_t trials) { budget_.trials = trials; }
  [[nodiscard]] std::string describe() const { return sampler_->describe(history()); }
  [[nodiscard]] const SearchSpace& space() const { return space_; }

 private:
  SearchSpace space_;
  std::vector<Objective> objectives_{Objective{}};
  Budget budget_;
  std::uint64_t seed_;
  std::vector<std::shared_ptr<const TrialRecord>> settled_;
  std::unique_ptr<Sampler> sampler_;
};

double number(const ParamMap& params, const char* name) { return *as_number(params.at(name)); }

SearchSpace three_reals() {
  SearchSpace space;
  space.add("a", Distribution::real(0, 1))
      .add("b", Distribution::real(-2, 2))
      .add("c", Distribution::real(1e-4, 1, true));
  return space;
}

double bowl(const ParamMap& params) {
  return std::pow(number(params, "a") - 0.3, 2) + std::pow(number(params, "b") - 1, 2) +
         std::pow(std::log10(number(params, "c")) + 2, 2);
}

TEST(Orthogonal, RunsTheArrayThenThePredictedOptimumThenEnds) {
  OrthogonalRun study(three_reals(), {{"levels", 5}});
  const std::vector<ParamMap> tried = study.run(bowl);
  ASSERT_EQ(tried.size(), 26U);
  for (const char* name : {"a", "b", "c"}) {  // five values, each in five of the 25 runs
    std::map<double, int> counts;
    for (std::size_t i = 0; i < 25; ++i) ++counts[number(tried[i], name)];
    EXPECT_EQ(counts.size(), 5U);
    for (const auto& item : counts) EXPECT_EQ(item.second, 5);
  }
  for (const auto& [one, two] : {std::pair{"a", "b"}, std::pair{"a", "c"}, std::pair{"b", "c"}}) {
    std::set<std::pair<double, double>> pairs;
    for (std::size_t i = 0; i < 25; ++i) pairs.emplace(number(tried[i], one), number(tried[i], two));
    EXPECT_EQ(pairs.size(), 25U);
  }
  // bowl is additive, so the predicted optimum is the best of all 125 combinations of levels
  double best = 1e9;
  for (const ParamMap& x : tried) {
    for (const ParamMap& y : tried) {
      for (const ParamMap& z : tried) {
        best = std::min(best, bowl({{"a", x.at("a")}, {"b", y.at("b")}, {"c", z.at("c")}}));
      }
    }
  }
  EXPECT_NEAR(bowl(tried.back()), best, 1e-12);
}

TEST(Orthogonal, MaximisesWhenAsked) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c"}) space.add(name, Distribution::integer(0, 2));
  OrthogonalRun study(space, Json::object(), {}, 1, Direction::maximize);
  const auto tried = study.run([](const ParamMap& params) { return number(params, "a") + number(params, "b"); });
  ASSERT_EQ(tried.size(), 10U);
  EXPECT_EQ(number(tried.back(), "a"), 2);
  EXPECT_EQ(number(tried.back(), "b"), 2);
}

// Proposes x = 0.125, for ever.
class ConstantSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History&, Rng) override { return Proposal{{{"x", 0.125}, {"y", 0.125}}, {}}; }
  std::string describe(const History&) const override { return "constant"; }
};

TEST(Orthogonal, AnotherSamplerGoesOnFromTheDesign) {
  samplers().add({.name = "constant_for_test",
                  .summary = "",
                  .cites = "",
                  .options = option_table<NoOptions>(),
                  .make = &make_with<Sampler, ConstantSampler, NoOptions>});
  SearchSpace space;
  space.add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1));
  OrthogonalRun study(space, {{"levels", 3}, {"then", "constant_for_test"}});
  const auto tried = study.run([](const ParamMap& params) { return number(params, "x"); }, 15);
  ASSERT_EQ(tried.size(), 15U);
  for (std::size_t i = 0; i < 15; ++i) EXPECT_EQ(number(tried[i], "x") == 0.125, i >= 10) << i;
  EXPECT_THAT(study.describe(), testing::HasSubstr("then the predicted optimum; then constant_for_test"));
  EXPECT_THROW((void)make_sampler({"orthogonal", {{"then", "nonsense"}}}), InvalidArgument);
}

TEST(Orthogonal, EachLevelLiesInItsShareOfTheRange) {
  const SearchSpace space = three_reals();
  const OrthogonalDesign design = make_design(space, {.levels = 5}, 3, {});
  for (std::size_t j = 0; j < 3; ++j) {
    for (std::size_t level = 0; level < 5; ++level) {
      const double u = space.parameters()[j].distribution.to_unit(design.factors[j].values[level]);
      EXPECT_GE(u, static_cast<double>(level) / 5 - 1e-12);
      EXPECT_LE(u, static_cast<double>(level + 1) / 5 + 1e-12);
    }
  }
}

TEST(Orthogonal, LevelsFollowTheBudget) {
  const auto runs = [](std::optional<std::int64_t> trials) {
    return make_design(three_reals(), {}, 1, {trials, std::nullopt}).rows.size();
  };
  EXPECT_EQ(runs(100), 49U);
  EXPECT_EQ(runs(50), 49U);
  EXPECT_EQ(runs(49), 25U);  // one is kept for the confirmation run
  EXPECT_EQ(runs(20), 9U);
  EXPECT_EQ(runs(5), 4U);
  EXPECT_EQ(runs(std::nullopt), 25U);
}

TEST(Orthogonal, ADesignOnceBegunSurvivesALargerBudget) {
  OrthogonalRun study(three_reals(), Json::object(), 30);
  (void)study.run(bowl, 12);
  study.set_trials(200);
  const std::vector<ParamMap> rest = study.run(bowl);
  EXPECT_EQ(rest.size(), 14U);  // the other 13 of 25 and the confirmation
}

TEST(Orthogonal, DiscreteLevelsAreDistinctEvenWhereSharesCutCells) {
  SearchSpace space;
  space.add("i", Distribution::integer(1, 4))
      .add("l", Distribution::integer(1, 9, true))
      .add("r", Distribution::real(0, 1, false, 0.25));
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const OrthogonalDesign design = make_design(space, {.levels = 3}, seed, {});
    for (const OrthogonalFactor& factor : design.factors) {
      const std::set<ParamValue> distinct(factor.values.begin(), factor.values.end());
      ASSERT_EQ(distinct.size(), 3U);
    }
  }
}

TEST(Orthogonal, MixedSpaceGetsL18) {
  SearchSpace space;
  space.add("optimizer", Distribution::categorical({"adam", "sgd"}))
      .add("a", Distribution::real(0, 1))
      .add("b", Distribution::real(0, 1))
      .add("units", Distribution::ordinal({std::int64_t{16}, std::int64_t{64}, std::int64_t{256}}))
      .add("fixed", Distribution::categorical({"only"}));
  OrthogonalRun study(space, {{"levels", 3}});
  EXPECT_THAT(study.describe(), testing::HasSubstr("18 runs of L18 (2^1 3^7), strength 2, 4 factors"));
  const auto proposal = study.propose();
  ASSERT_TRUE(proposal);
  EXPECT_EQ(proposal->params.at("fixed"), ParamValue{std::string{"only"}});
  space.check(proposal->params, "test");
}

TEST(Orthogonal, FailedRowsAreMissingCells) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c"}) space.add(name, Distribution::integer(0, 2));
  OrthogonalRun study(space, Json::object());
  int run = 0;
  const auto tried = study.run([&](const ParamMap& params) {
    if (run++ == 4) return std::nan("");
    return std::abs(number(params, "a") - 1) + 2 * number(params, "b") - 3 * number(params, "c");
  });
  ASSERT_EQ(tried.size(), 10U);
  EXPECT_EQ(tried.back(), (ParamMap{{"a", std::int64_t{1}}, {"b", std::int64_t{0}}, {"c", std::int64_t{2}}}));
}

TEST(Orthogonal, EveryRunFailedEndsWithoutConfirmation) {
  SearchSpace space;
  for (const char* name : {"a", "b"}) space.add(name, Distribution::integer(0, 1));
  OrthogonalRun study(space, Json::object());
  EXPECT_EQ(study.run([](const ParamMap&) { return std::nan(""); }).size(), 4U);
}

TEST(Orthogonal, ConstraintsAreKeptByRowsAndOptimum) {
  SearchSpace space;
  space.add("a", Distribution::integer(0, 2)).add("b", Distribution::integer(0, 2)).constrain("a + b <= 3");
  OrthogonalRun study(space, Json::object());
  const auto tried = study.run([](const ParamMap& params) { return -number(params, "a") - 2 * number(params, "b"); });
  ASSERT_EQ(tried.size(), 9U);  // eight feasible rows and the confirmation
  for (const ParamMap& params : tried) EXPECT_TRUE(study.space().feasible(params));
  EXPECT_EQ(tried.back(), (ParamMap{{"a", std::int64_t{1}}, {"b", std::int64_t{2}}}));
  EXPECT_THAT(OrthogonalRun(space, Json::object()).describe(),
              testing::HasSubstr("1 runs that the constraints forbid"));
}

TEST(Orthogonal, ConditionalParametersLeaveTheRowsWhereTheyAreInactive) {
  SearchSpace space;
  space.add("optimizer", Distribution::categorical({"adam", "sgd"}))
      .add("momentum", Distribution::real(0, 0.99), "optimizer == 'sgd'")
      .add("rate", Distribution::real(1e-4, 1e-1, true));
  OrthogonalRun study(space, {{"levels", 3}});
  const auto tried =
      study.run([](const ParamMap& params) { return params.contains("momentum") ? number(params, "momentum") : 5.0; });
  int with_momentum = 0;
  for (const ParamMap& params : tried) {
    space.check(params, "test");
    with_momentum += params.contains("momentum") ? 1 : 0;
  }
  EXPECT_EQ(with_momentum, static_cast<int>(tried.size() - 1) / 2 + 1);
  EXPECT_EQ(tried.back().at("optimizer"), ParamValue{std::string{"sgd"}});
  double least = 1;
  for (const ParamMap& params : tried) {
    if (params.contains("momentum")) least = std::min(least, number(params, "momentum"));
  }
  EXPECT_EQ(number(tried.back(), "momentum"), least);
}

TEST(Orthogonal, EnqueuedTrialsTakeNoRow) {
  OrthogonalRun study(three_reals(), {{"levels", 3}});
  const auto first = study.propose();
  study.settle(first->params, 1.0, true);
  EXPECT_EQ(study.propose()->params, first->params);
}

TEST(Orthogonal, AColdInstanceProposesTheSame) {
  OrthogonalRun warm(three_reals(), {{"levels", 3}});
  for (int i = 0; i < 10; ++i) {
    const auto proposal = warm.propose();
    const auto cold = make_sampler({"orthogonal", {{"levels", 3}}});
    EXPECT_EQ(cold->propose(warm.history(), Rng(9))->params, proposal->params);
    warm.settle(proposal->params, bowl(proposal->params));
  }
  EXPECT_FALSE(warm.propose());
}

TEST(Orthogonal, SeedsPlaceDifferently) {
  EXPECT_NE(make_design(three_reals(), {}, 1, {}).rows, make_design(three_reals(), {}, 2, {}).rows);
  EXPECT_EQ(make_design(three_reals(), {.place = "fixed", .jitter = false}, 1, {}).rows,
            make_design(three_reals(), {.place = "fixed", .jitter = false}, 2, {}).rows);
}

TEST(Orthogonal, RefusesAPrunerAndDefineByRun) {
  const SamplerInfo& info = samplers().get("orthogonal");
  EXPECT_FALSE(info.handles.pruner);
  EXPECT_FALSE(info.handles.define_by_run);
}

TEST(Orthogonal, ACategoryOfTooManyValuesIsRefused) {
  std::vector<ParamValue> values;
  for (std::int64_t i = 0; i < 65; ++i) values.emplace_back(i);
  SearchSpace space;
  space.add("x", Distribution::categorical(values)).add("y", Distribution::real(0, 1));
  EXPECT_THROW((void)make_design(space, {}, 1, {}), InvalidArgument);
}

}  // namespace
}  // namespace vernier
