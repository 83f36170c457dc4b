#pragma once
// The tables of a study, from its trials.
#include <span>

#include "vernier/figures/text_table.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/lineage.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// One row for each trial, in the order given: number, state, values, parameters (a column each where there are at most
/// six, else one for all), time, reason. Columns that would be empty are left out.
[[nodiscard]] TextTable trials_table(std::span<const TrialRecord> trials, std::span<const Objective> objectives);

/// One row for each stage of a clone's training: its steps, its trial, and the parameters that changed on the way.
[[nodiscard]] TextTable schedule_table(std::span<const TrialRecord> trials, std::span<const LineageStage> stages);

/// Two columns, name and value.
[[nodiscard]] TextTable params_table(const ParamMap& params);

/// "learning_rate=0.003 units=64", numbers to four digits.
[[nodiscard]] std::string params_line(const ParamMap& params);
/// A value as tables show it: numbers to at most `digits` significant digits.
[[nodiscard]] std::string param_text(const ParamValue& value, int digits = 4);

}  // namespace vernier
