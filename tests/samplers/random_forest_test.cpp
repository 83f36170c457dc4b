#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

SearchSpace nested() {
  SearchSpace space;
  space.add("kind", Distribution::categorical({std::string("a"), std::string("b"), std::string("c")}))
      .add("depth", Distribution::integer(1, 6), "kind == 'b'")
      .add("rate", Distribution::real(0, 1), "depth >= 3")
      .add("other", Distribution::real(0, 1));
  return space;
}

double error_of(const ParamMap& params) {
  double error = std::abs(std::get<double>(params.at("other")) - 0.4);
  if (std::get<std::string>(params.at("kind")) != "b") return error + 2;
  error += 0.2 * std::abs(static_cast<double>(std::get<std::int64_t>(params.at("depth"))) - 4);
  return error + (params.contains("rate") ? std::abs(std::get<double>(params.at("rate")) - 0.7) : 1);
}

double mean_best(const std::string& sampler) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SimulatedStudy study({.space = nested(), .seed = seed, .fails_every = 0, .alter = [](TrialRecord& record) {
                            record.values = {error_of(record.params)};
                          }});
    const auto made = make_sampler(sampler);
    const auto none = make_pruner("none");
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(study.advance(*made, *none));
    double best = std::numeric_limits<double>::infinity();
    for (const auto& record : study.results()) best = std::min(best, record->values[0]);
    sum += best / 5;
  }
  return sum;
}

TEST(RandomForestSampler, SearchesNestedConditionsFarBetterThanRandomDraws) {
  EXPECT_LT(mean_best("random_forest"), mean_best("random") / 2);
}

}  // namespace
}  // namespace vernier
