#include <gmock/gmock.h>

#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

/// All that the grid proposes until it ends, with so many assignments in flight.
std::vector<ParamMap> whole_grid(const SearchSpace& space, const Json& options = Json::object(),
                                 std::int64_t window = 1) {
  SimulatedStudy study({.space = space, .window = window});
  const auto grid = make_sampler({"grid", options});
  const auto none = make_pruner("none");
  std::vector<ParamMap> all;
  while (study.advance(*grid, *none)) {
    all.push_back(study.results().back()->params);
    if (all.size() > 1000) throw InvalidState("the grid does not end");
  }
  return all;
}

std::string refusal(const SearchSpace& space, const Json& options = Json::object()) {
  try {
    (void)whole_grid(space, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(GridSampler, VisitsEachConfigurationOnceWithConditionsAndConstraints) {
  SearchSpace space;
  space.add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("n", Distribution::integer(1, 3), "kind == 'b'")
      .add("m", Distribution::integer(1, 3))
      .constrain("n + m <= 4");
  for (const std::int64_t window : {1, 4}) {
    const auto all = whole_grid(space, Json::object(), window);
    const std::set<ParamMap> different(all.begin(), all.end());
    EXPECT_EQ(all.size(), 9U) << "3 of kind a, 3 + 2 + 1 of kind b";
    EXPECT_EQ(different.size(), 9U);
    for (const ParamMap& params : all) EXPECT_NO_THROW(space.check(params, "grid"));
  }
}

TEST(GridSampler, InOrderWhenNotShuffled) {
  SearchSpace space;
  space.add("a", Distribution::integer(1, 2)).add("b", Distribution::categorical({std::string("x"), std::string("y")}));
  const auto row = [](std::int64_t a, const char* b) { return ParamMap{{"a", a}, {"b", std::string(b)}}; };
  EXPECT_THAT(whole_grid(space, {{"shuffle", false}}),
              testing::ElementsAre(row(1, "x"), row(1, "y"), row(2, "x"), row(2, "y")));
}

TEST(GridSampler, TakesSoManyPointsOfARealRange) {
  SearchSpace space;
  space.add("rate", Distribution::real(0.01, 1, true)).add("fixed", Distribution::real(2, 2));
  std::vector<double> rates;
  for (const ParamMap& params : whole_grid(space, {{"points", 3}, {"shuffle", false}})) {
    rates.push_back(std::get<double>(params.at("rate")));
  }
  EXPECT_THAT(rates, testing::ElementsAre(testing::DoubleNear(0.01, 1e-15), testing::DoubleNear(0.1, 1e-15),
                                          testing::DoubleNear(1, 1e-15)));
}

TEST(GridSampler, SkipsWhatTheUserEnqueued) {
  SearchSpace space;
  space.add("a", Distribution::integer(1, 4));
  SimulatedStudy study({.space = space});
  const auto random = make_sampler("random");
  const auto none = make_pruner("none");
  study.advance(*random, *none);
  const auto grid = make_sampler("grid");
  std::set<ParamMap> all{study.results().back()->params};
  while (study.advance(*grid, *none)) EXPECT_TRUE(all.insert(study.results().back()->params).second);
  EXPECT_EQ(all.size(), 4U);
}

TEST(GridSampler, SaysWhatIsInItsWay) {
  SearchSpace real;
  real.add("rate", Distribution::real(0, 1));
  EXPECT_THAT(refusal(real), testing::AllOf(testing::HasSubstr("'rate'"), testing::HasSubstr("points=5")));
  SearchSpace huge;
  for (const char* name : {"a", "b", "c"}) huge.add(name, Distribution::integer(1, 1000));
  EXPECT_THAT(refusal(huge), testing::HasSubstr("more than"));
  EXPECT_THAT(refusal(real, {{"points", -1}}), testing::HasSubstr("points"));
}

}  // namespace
}  // namespace vernier
