#pragma once
// What a budget is worth: the study as it went, and random search at equal cost.
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "vernier/evaluation/assessment.hpp"
#include "vernier/study/study.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::evaluation {

struct BaselineOptions {
  std::optional<std::int64_t> trials{};  ///< else `epochs`
  double epochs = 0;
  int jobs = 1;
  std::uint64_t seed = 0;  ///< of the study that it is compared with
  std::stop_token stop{};
  std::function<void(const TrialRecord&)> on_end{};
};

/// Random search without pruning on the same problem, in memory (Bergstra and Bengio 2012). Throws StopRequested when
/// interrupted.
[[nodiscard]] Study random_search(const tune::Plan& plan, const BaselineOptions& options);

/// The best value so far after each of a few numbers of trials, by number.
[[nodiscard]] std::vector<BudgetPoint> reached_by_budget(const Study& study);
/// The expected best of so many trials of a random search, with intervals (math/expected_best.hpp).
[[nodiscard]] std::vector<BudgetPoint> expected_by_budget(const Study& random);
/// What twice as many trials of that random search would bring; nothing for too few.
[[nodiscard]] std::optional<Outlook> outlook_of(const Study& random);

}  // namespace vernier::evaluation
