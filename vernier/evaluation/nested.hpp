#pragma once
// Nested cross-validation: the search itself, repeated on other training rows.
#include <cstdint>
#include <functional>
#include <stop_token>

#include "vernier/evaluation/assessment.hpp"
#include "vernier/study/study.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::evaluation {

struct NestedOptions {
  int folds = 5;
  int jobs = 1;
  std::stop_token stop{};
  std::function<void(const TrialRecord&)> on_end{};
};

/// For each fold: rows i with i % folds equal to it are the test part, and a new search with the study's space,
/// sampler, pruner, trials and budget of epochs runs on the others; its recommended configuration and the default
/// settings are trained once and judged on the fold (Varma and Simon 2006). A test part that is a file of its own is
/// left out. Throws StopRequested when interrupted, InvalidArgument for fewer than three folds, for series (whose
/// moments may not be drawn) and where a fold cannot be made.
[[nodiscard]] NestedGain nested_gain(const tune::Plan& plan, const Study& study, const NestedOptions& options);

}  // namespace vernier::evaluation
