#pragma once
// What a study keeps of the plan that it was made with, so that its configurations can be trained again.
#include <filesystem>

#include "vernier/study/study.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::tune {

/// Holds a study to its plan: to its data (scores on other rows would be compared with these), and writes down what
/// plan_of needs; `refit` becomes Plan::refit. Throws InvalidArgument where the study was made with other data or
/// another seed of their split.
void hold_to_plan(Study& study, const Plan& plan, bool refit);

/// The plan that the study was made with; the data are read anew, relative paths from `folder` where it is given.
/// Throws InvalidArgument for a study that `tune` did not make and for data that have changed, BadData where that
/// cannot be read, and what the readers throw.
[[nodiscard]] Plan plan_of(const Study& study, const std::filesystem::path& folder = {});

}  // namespace vernier::tune
