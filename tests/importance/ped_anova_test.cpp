#include <gmock/gmock.h>

#include <map>

#include "tests/importance/told_trials.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"

namespace vernier {
namespace {

std::map<std::string, double> shares_of(const ToldTrials& told, const Json& options) {
  std::map<std::string, double> shares;
  for (const auto& one : make_importance({"ped_anova", options})->evaluate(told.history(), Rng(1))) {
    shares[one.name] = one.importance;
  }
  return shares;
}

// To get into the best fifth only x counts; within it only y does.
TEST(PedAnova, TellsWhatCountsAmongTheBestFromWhatLeadsThere) {
  ToldTrials told;
  told.space.add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1)).add("z", Distribution::real(0, 1));
  told.add(
      2000,
      [](const ParamMap& params) {
        return number_of(params, "x") > 0.2 ? 10 + number_of(params, "x") : number_of(params, "y");
      },
      Rng(1));
  const auto global = shares_of(told, {{"quantile", 0.2}});
  EXPECT_GT(global.at("x"), 0.9);
  EXPECT_LT(global.at("z"), 0.05);
  const auto local = shares_of(told, {{"quantile", 0.04}, {"region", 0.2}});
  EXPECT_GT(local.at("y"), 0.9);
  EXPECT_LT(local.at("x"), 0.05);
}

TEST(PedAnova, MaximisesWhereTheStudyDoes) {
  ToldTrials told;
  told.objectives[0].direction = Direction::maximize;
  told.space.add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1));
  // the best are those of a large x; the worst differ in y alone
  told.add(
      1000, [](const ParamMap& p) { return number_of(p, "x") > 0.8 ? 5 : -number_of(p, "y"); }, Rng(1));
  EXPECT_GT(shares_of(told, {{"quantile", 0.15}}).at("x"), 0.9);
}

TEST(PedAnova, InactiveIsAValueOfItsOwn) {
  ToldTrials told;
  told.space.add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("x", Distribution::real(0, 1), "kind == 'b'");
  told.add(
      400, [](const ParamMap& p) { return p.contains("x") ? 0 : 1; }, Rng(1));
  const auto shares = shares_of(told, {{"quantile", 0.4}});
  EXPECT_NEAR(shares.at("x"), 0.5, 0.05);  // it is active exactly where kind is b
  EXPECT_NEAR(shares.at("kind"), 0.5, 0.05);
}

TEST(PedAnova, SaysWhatIsMissing) {
  EXPECT_THROW((void)make_importance({"ped_anova", {{"quantile", 0.5}, {"region", 0.4}}}), InvalidArgument);
  ToldTrials told;
  told.space.add("x", Distribution::real(0, 1));
  told.add(
      9, [](const ParamMap& p) { return number_of(p, "x"); }, Rng(1));
  EXPECT_THROW((void)shares_of(told, Json::object()), InvalidState);
  told.trials.clear();
  int count = 0;
  told.add(
      20, [&](const ParamMap&) { return ++count == 1 ? 1.0 : 0.0; }, Rng(1));  // all but one are the best
  EXPECT_THROW((void)shares_of(told, {{"quantile", 0.5}, {"region", 0.9}}), InvalidState);
}

}  // namespace
}  // namespace vernier
