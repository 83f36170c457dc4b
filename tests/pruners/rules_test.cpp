// Rules that look at one value or at pairs of them.
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

TrialRecord with_curve(const std::vector<double>& curve) {
  TrialRecord record;
  record.number = 1000;
  for (const double value : curve) record.reports.push_back({static_cast<double>(record.reports.size() + 1), {value}});
  return record;
}

class Rules : public testing::Test {
 protected:
  void complete(const std::vector<double>& curve, double value) {
    auto record = std::make_shared<TrialRecord>(with_curve(curve));
    record->number = std::ssize(records_);
    record->state = TrialState::complete;
    record->values = {value};
    records_.push_back(std::move(record));
  }
  Decision decide(const Component& pruner, const std::vector<double>& curve) {
    History history;
    history.space = &space_;
    history.objectives = objectives_;
    history.settled = records_;
    return make_pruner(pruner)->decide(with_curve(curve), history);
  }

  SearchSpace space_;
  std::vector<Objective> objectives_{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> records_;
};

TEST_F(Rules, PercentileKeepsTheBestShare) {
  const Component best_quarter{"percentile", {{"percentile", 25}, {"warmup", 0}}};
  for (int k = 0; k < 5; ++k) complete({1.0 * k}, k);  // the quantile at 25 % is 1
  EXPECT_EQ(decide(best_quarter, {0.9}), Decision::keep);
  EXPECT_EQ(decide(best_quarter, {1.1}), Decision::stop);
  EXPECT_EQ(decide({"percentile", {{"percentile", 75}, {"warmup", 0}}}, {2.9}), Decision::keep);
}

TEST_F(Rules, ThresholdStopsOutsideItsRange) {
  const Component rule{"threshold", {{"lower", -1}, {"upper", 2}, {"warmup", 1}}};
  EXPECT_EQ(decide(rule, {9}), Decision::keep) << "the warm-up";
  EXPECT_EQ(decide(rule, {9, 2}), Decision::keep);
  EXPECT_EQ(decide(rule, {9, 2.1}), Decision::stop);
  EXPECT_EQ(decide(rule, {9, -1.1}), Decision::stop);
  EXPECT_EQ(decide("threshold", {1e300, -1e300}), Decision::keep) << "no bounds";
  EXPECT_EQ(decide("threshold", {NAN}), Decision::stop);
}

TEST_F(Rules, PatienceStopsWhatNoLongerImproves) {
  const Component rule{"patience", {{"patience", 2}, {"min_delta", 0.1}}};
  EXPECT_EQ(decide(rule, {5, 5}), Decision::keep);
  EXPECT_EQ(decide(rule, {5, 5, 5}), Decision::stop);
  EXPECT_EQ(decide(rule, {5, 5, 4.95}), Decision::stop) << "less than min_delta";
  EXPECT_EQ(decide(rule, {5, 5, 4.8}), Decision::keep);
  EXPECT_EQ(decide(rule, {5, 4, 4, 4.5}), Decision::stop);
  objectives_[0].direction = Direction::maximize;
  EXPECT_EQ(decide(rule, {5, 5, 5.2}), Decision::keep);
  EXPECT_EQ(decide(rule, {5, 5, 4.8}), Decision::stop);
}

TEST_F(Rules, PatienceLeavesTheDecisionToAnother) {
  const Component rule{"patience", {{"patience", 1}, {"then", {{"threshold", {{"upper", 7}}}}}}};
  EXPECT_EQ(decide(rule, {5, 6}), Decision::keep) << "not better, and the threshold is kept";
  EXPECT_EQ(decide(rule, {7.5, 8}), Decision::stop);
  EXPECT_EQ(decide(rule, {9, 8}), Decision::keep) << "improving";
}

// Six folds, each worse by about 0.1: p = 1/64. Their own spread is ten times as large.
TEST_F(Rules, WilcoxonComparesFoldByFold) {
  const std::vector<double> best{1, 2, 3, 4, 5, 6};
  complete({3, 4, 5, 6, 7, 8}, 5.5);
  complete(best, 3.5);
  EXPECT_EQ(decide("wilcoxon", {1.11, 2.12, 3.13, 4.14, 5.15, 6.16}), Decision::stop);
  EXPECT_EQ(decide("wilcoxon", {0.89, 1.88, 2.87, 3.86, 4.85, 5.84}), Decision::keep) << "better";
  EXPECT_EQ(decide("wilcoxon", {1.11, 1.88, 3.13, 3.86, 5.15, 5.84}), Decision::keep) << "neither";
  EXPECT_EQ(decide("wilcoxon", {1.11, 2.12}), Decision::keep) << "p = 1/4";
  EXPECT_EQ(decide("wilcoxon", {1.11, 2.12, 3.13, 4.14, 5.15, 3}), Decision::keep) << "the mean is better";
}

TEST_F(Rules, CurveStopsWhatWillNotBecomeTheBest) {
  const auto curve = [](double level, int steps) {
    std::vector<double> losses;
    for (int t = 1; t <= steps; ++t) losses.push_back(level + 1.0 / t);
    return losses;
  };
  for (int k = 0; k < 5; ++k) complete(curve(0.3 + 0.1 * k, 40), 0.325 + 0.1 * k);
  EXPECT_EQ(decide("curve", curve(0.9, 20)), Decision::stop) << "towards 0.9; the best has 0.325";
  EXPECT_EQ(decide("curve", curve(0.1, 20)), Decision::keep);
  EXPECT_EQ(decide("curve", curve(0.9, 11)), Decision::keep) << "within the first 30 %";
  EXPECT_EQ(decide("curve", curve(0.9, 40)), Decision::keep) << "at its end";
  records_.pop_back();
  EXPECT_EQ(decide("curve", curve(0.9, 20)), Decision::keep) << "four complete trials";
}

}  // namespace
}  // namespace vernier
