#include "vernier/trial/lineage.hpp"

#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

TrialRecord descendant(TrialNumber number, double last, std::optional<TrialNumber> parent, std::optional<double> step) {
  TrialRecord record;
  record.number = number;
  record.reports = {{last, {0.5}}};
  record.clone_of = parent;
  record.clone_step = step;
  return record;
}

TEST(LineageTest, GoesBackToTheTrialThatBeganWithNothing) {
  const std::vector<TrialRecord> trials{descendant(0, 9, {}, {}), descendant(1, 3, {}, {}), descendant(2, 6, 1, 3),
                                        descendant(3, 8, 2, 5), descendant(4, 4, 0, {})};
  EXPECT_EQ(lineage(trials, 3), (std::vector<LineageStage>{{1, 0, 3}, {2, 3, 5}, {3, 5, 8}}));
  EXPECT_EQ(lineage(trials, 0), (std::vector<LineageStage>{{0, 0, 9}}));
  EXPECT_EQ(lineage(trials, 4), (std::vector<LineageStage>{{4, 0, 4}})) << "its steps are all its own";
  EXPECT_THROW((void)lineage(trials, 7), NotFound);
}

}  // namespace
}  // namespace vernier
