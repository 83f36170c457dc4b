#include "vernier/tune/comparison.hpp"

#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/math/paired_tests.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::tune {

Comparison compare(TaskKind kind, std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.empty()) {
    throw InvalidArgument("errors of two models on different rows", "one number for each test row from both");
  }
  Comparison result;
  std::vector<double> differences;
  std::int64_t only_a = 0;
  std::int64_t only_b = 0;
  for (std::size_t row = 0; row < a.size(); ++row) {
    differences.push_back(b[row] - a[row]);
    if (a[row] > b[row]) ++only_a;
    if (a[row] < b[row]) ++only_b;
  }
  result.difference = mean(differences);
  if (kind == TaskKind::regression) {
    result.test = "paired sign-flip test";
    result.p_value = sign_flip_p_value(differences);
  } else {
    result.test = "McNemar's exact test";
    result.p_value = mcnemar_p_value(only_a, only_b);
  }
  return result;
}

}  // namespace vernier::tune
