#include <gmock/gmock.h>

#include "tests/importance/told_trials.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"

namespace vernier {
namespace {

// The effects are 3 x, 1 if b, 0.3 y and nothing of the others, one of which never changes.
TEST(LengthScales, OrderParametersByTheirEffect) {
  ToldTrials told;
  told.space.add("nothing", Distribution::real(0, 1))
      .add("y", Distribution::real(0, 1))
      .add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("x", Distribution::real(0, 1))
      .add("constant", Distribution::integer(3, 3));
  Rng noise(4);
  told.add(
      80,
      [&](const ParamMap& params) {
        return 3 * number_of(params, "x") + 0.3 * number_of(params, "y") +
               (params.at("kind") == ParamValue(std::string("b")) ? 1 : 0) + 0.05 * noise.normal();
      },
      Rng(5));
  const auto found = make_importance("length_scales")->evaluate(told.history(), Rng(1));
  std::vector<std::string> names;
  double sum = 0;
  for (const Importance& one : found) {
    names.push_back(one.name);
    sum += one.importance;
  }
  EXPECT_THAT(names, testing::ElementsAre("x", "kind", "y", "nothing", "constant"));
  EXPECT_GT(found[0].importance, 0.4);
  EXPECT_LT(found[3].importance, 0.1);
  EXPECT_EQ(found[4].importance, 0);
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(LengthScales, NeedTenTrials) {
  ToldTrials told;
  told.space.add("x", Distribution::real(0, 1));
  told.add(
      9, [](const ParamMap& params) { return number_of(params, "x"); }, Rng(1));
  EXPECT_THROW((void)make_importance("length_scales")->evaluate(told.history(), Rng(1)), InvalidState);
  told.trials.clear();
  EXPECT_THROW((void)make_importance("length_scales")->evaluate(told.history(), Rng(1)), InvalidState);
}

}  // namespace
}  // namespace vernier
