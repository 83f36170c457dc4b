#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"
#include "vernier/importance/importance.hpp"

namespace vernier {
namespace {

struct Told {
  SearchSpace space;
  std::vector<Objective> objectives{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> trials{};

  void add(double loss, Rng& rng) {
    auto record = std::make_shared<TrialRecord>();
    record->number = std::ssize(trials);
    record->state = TrialState::complete;
    record->params = *space.sample(rng);
    record->values = {loss};
    trials.push_back(std::move(record));
  }
  [[nodiscard]] History history() const {
    History history;
    history.space = &space;
    history.objectives = objectives;
    history.settled = trials;
    return history;
  }
};

// The effects are 3 x, 1 if b, 0.3 y and nothing of the others, one of which never changes.
TEST(LengthScales, OrderParametersByTheirEffect) {
  Told told;
  told.space.add("nothing", Distribution::real(0, 1))
      .add("y", Distribution::real(0, 1))
      .add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("x", Distribution::real(0, 1))
      .add("constant", Distribution::integer(3, 3));
  Rng rng(4);
  for (int k = 0; k < 80; ++k) {
    told.add(0, rng);
    auto record = std::make_shared<TrialRecord>(*told.trials.back());
    const ParamMap& params = record->params;
    record->values = {3 * *as_number(params.at("x")) + 0.3 * *as_number(params.at("y")) +
                      (params.at("kind") == ParamValue(std::string("b")) ? 1 : 0) + 0.05 * rng.normal()};
    told.trials.back() = record;
  }
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
  Told told;
  told.space.add("x", Distribution::real(0, 1));
  Rng rng(1);
  for (int k = 0; k < 9; ++k) told.add(k, rng);
  EXPECT_THROW((void)make_importance("length_scales")->evaluate(told.history(), Rng(1)), InvalidState);
  told.trials.clear();
  EXPECT_THROW((void)make_importance("length_scales")->evaluate(told.history(), Rng(1)), InvalidState);
}

}  // namespace
}  // namespace vernier
