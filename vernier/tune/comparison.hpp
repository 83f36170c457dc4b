#pragma once
// Whether two models can be told apart on the same test rows.
#include <cstdint>
#include <span>
#include <string>

#include "vernier/data/task.hpp"

namespace vernier::tune {

struct Comparison {
  std::string test;       ///< the name of the test
  double p_value = 1;     ///< two-sided
  double difference = 0;  ///< mean error of `b` minus mean error of `a`: above 0 where a is better
  [[nodiscard]] bool distinct() const { return p_value < 0.05; }
};

/// `a` and `b` hold one number for each test row, less is better (TrainingTask::test_errors).
/// Classification: McNemar's exact test on the rows that exactly one of the two gets wrong. Regression: a paired
/// sign-flip test on the differences (math/paired_tests.hpp). The test rows are one sample: what differs between
/// trainings with other seeds is not in this p-value.
[[nodiscard]] Comparison compare(TaskKind kind, std::span<const double> a, std::span<const double> b);

}  // namespace vernier::tune
