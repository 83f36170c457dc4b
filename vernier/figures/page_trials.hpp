#pragma once
// The trials of a study as the columns of a document.
#include <span>

#include "vernier/base/json.hpp"
#include "vernier/figures/number_store.hpp"
#include "vernier/space/search_space.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// Every list of numbers is given by its place in `numbers`. docs/formats/report_page.md names the columns.
[[nodiscard]] Json page_trials(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                               std::span<const Parameter> parameters, NumberStore& numbers);

}  // namespace vernier
