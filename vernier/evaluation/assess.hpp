#pragma once
// What tuning gained: the recommended configuration against default settings and against random search at equal cost,
// each trained again with the same seeds and judged on rows that the search never saw.
//
//   const tune::Plan plan = tune::plan_of(study);
//   const Assessment assessment = evaluation::assess(plan, study, {.repeats = 10, .jobs = 2});
//   for (const std::string& sentence : evaluation::statement(assessment)) std::cout << sentence << '\n';
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>

#include "vernier/evaluation/assessment.hpp"
#include "vernier/study/study.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::evaluation {

struct AssessOptions {
  int repeats = 10;   ///< seeds with which each configuration is trained
  int finalists = 1;  ///< configurations of the study: the recommended one, then the best others
  bool random_search = true;
  std::optional<std::int64_t> baseline_trials{};  ///< of random search; by default as many epochs as the study used
  int nested = 0;  ///< folds of nested cross-validation, 0 for none; each costs a search like the study's
  int jobs = 1;    ///< trainings side by side; the numbers do not depend on it
};

/// What an outsider may see and do meanwhile. `on_step` is called one at a time.
struct AssessHooks {
  std::stop_token stop{};
  /// After each training: "random search" (of unknown length where it is limited by epochs: `of` is 0) "repeats" or
  /// "nested".
  std::function<void(std::string_view phase, std::int64_t done, std::int64_t of)> on_step{};
};

/// Weights are chosen as `tune` chooses them: the best epoch on the validation part, then a refit on all rows where the
/// plan says so. A pure function of plan, study and options but for the clock and the energy. The study keeps the
/// result as its attribute `assessment`, written once at the end. What cannot be judged (no trial completed, no test
/// part, one seed, trainings that fail) is left out and said in `notes`. Throws StopRequested when interrupted,
/// InvalidArgument for a study of several objectives, and what storage and training throw.
[[nodiscard]] Assessment assess(const tune::Plan& plan, Study study, const AssessOptions& options = {},
                                const AssessHooks& hooks = {});

}  // namespace vernier::evaluation
