#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {
namespace {

SearchSpace square() {
  SearchSpace space;
  return space.add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1));
}

std::vector<std::shared_ptr<const TrialRecord>> run(const Component& sampler, SimulationOptions options, int trials) {
  options.fails_every = 0;
  SimulatedStudy study(std::move(options));
  const auto made = make_sampler(sampler);
  const auto none = make_pruner("none");
  for (int i = 0; i < trials; ++i) EXPECT_TRUE(study.advance(*made, *none));
  return study.results();
}

/// Every kind of parameter has an optimum, and momentum counts where the optimizer has one.
double error_of(const ParamMap& params) {
  const bool sgd = std::get<std::string>(params.at("optimizer")) == "sgd";
  const double rate = std::log10(std::get<double>(params.at("rate"))) + 2.5;
  const auto layers = static_cast<double>(std::get<std::int64_t>(params.at("layers")));
  return rate * rate + 0.2 * std::abs(layers - 7) + (sgd ? std::abs(std::get<double>(params.at("momentum")) - 0.8) : 1);
}

/// The least error of 60 trials, averaged over ten seeds.
double mean_best(const Component& sampler) {
  SearchSpace space;
  space.add("optimizer", Distribution::categorical({std::string("adam"), std::string("sgd"), std::string("rmsprop")}))
      .add("momentum", Distribution::real(0, 1), "optimizer == 'sgd'")
      .add("rate", Distribution::real(1e-5, 1, true))
      .add("layers", Distribution::integer(1, 10));
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    double best = std::numeric_limits<double>::infinity();
    const auto alter = [](TrialRecord& record) { record.values = {error_of(record.params)}; };
    for (const auto& record : run(sampler, {.space = space, .seed = seed, .alter = alter}, 60)) {
      best = std::min(best, record->values[0]);
    }
    sum += best / 10;
  }
  return sum;
}

TEST(TpeSampler, IsFarBetterThanRandomDraws) {
  const double random = mean_best("random");
  EXPECT_LT(mean_best("tpe"), random / 2);
  EXPECT_LT(mean_best({"tpe", {{"multivariate", false}}}), random / 2);
  EXPECT_LT(mean_best({"tpe", {{"crossover", 0.0}}}), random / 2);
}

TEST(TpeSampler, PendingTrialsKeepOthersAway) {
  SimulatedStudy study({.space = square(), .window = 16, .fails_every = 0});
  const auto sampler = make_sampler("tpe");
  const auto none = make_pruner("none");
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(study.advance(*sampler, *none));
  const auto& results = study.results();
  for (std::size_t i = 45; i < 60; ++i) {
    for (std::size_t k = i + 1; k < 60; ++k) EXPECT_NE(results[i]->params, results[k]->params);
  }
}

TEST(TpeSampler, GoesWhereToldConstraintsHold) {
  int inside = 0;
  const auto results = run("tpe",
                           {.space = square(),
                            .alter =
                                [](TrialRecord& record) {
                                  // the loss alone draws to x = 1, where nothing is feasible
                                  record.values = {-std::get<double>(record.params.at("x"))};
                                  record.constraints = {std::get<double>(record.params.at("x")) - 0.5};
                                }},
                           60);
  for (std::size_t i = 30; i < 60; ++i) inside += results[i]->feasible() ? 1 : 0;
  EXPECT_GT(inside, 15);
}

TEST(TpeSampler, MeetsEachConfigurationOfAFiniteSpaceOnce) {
  SearchSpace space;
  space.add("a", Distribution::integer(1, 4))
      .add("b", Distribution::categorical({true, false}))
      .add("c", Distribution::ordinal({std::int64_t{1}, std::int64_t{10}, std::int64_t{100}}));
  std::set<ParamMap> met;
  for (const auto& record : run("tpe", {.space = space}, 20)) met.insert(record->params);
  EXPECT_GE(met.size(), 19U) << "of 24";
}

TEST(TpeSampler, AvoidsWhatFails) {
  int failed = 0;
  const auto results = run("tpe",
                           {.space = square(),
                            .alter =
                                [](TrialRecord& record) {
                                  if (std::get<double>(record.params.at("x")) < 0.7) return;
                                  record.state = TrialState::failed;
                                  record.values.clear();
                                }},
                           60);
  for (std::size_t i = 20; i < 60; ++i) failed += results[i]->state == TrialState::failed ? 1 : 0;
  EXPECT_LT(failed, 6) << "of 40, where random draws would lose 12";
}

TEST(TpeSampler, TwoObjectivesCoverTheFront) {
  // f = (x, 1 - x + y): the front is y = 0 from end to end
  const auto results = run("tpe",
                           {.space = square(),
                            .objectives = {{"f", {}}, {"g", {}}},
                            .alter =
                                [](TrialRecord& record) {
                                  const double x = std::get<double>(record.params.at("x"));
                                  record.values = {x, 1 - x + std::get<double>(record.params.at("y"))};
                                }},
                           80);
  double y = 0;
  std::set<int> fifths;
  for (std::size_t i = 40; i < 80; ++i) {
    y += std::get<double>(results[i]->params.at("y")) / 40;
    fifths.insert(static_cast<int>(5 * std::get<double>(results[i]->params.at("x"))));
  }
  EXPECT_LT(y, 0.2);
  EXPECT_EQ(fifths.size(), 5U);
}

}  // namespace
}  // namespace vernier
