#pragma once
// Making a study, and holding a stored one against what is asked for.
#include <string>
#include <vector>

#include "vernier/study/payloads.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

/// What the options say, checked: an unknown part, or a sampler or pruner that cannot take this study, is an
/// InvalidArgument with the reason.
[[nodiscard]] CreatedPayload payload_from_options(const StudyOptions& options);

/// Throws InvalidArgument that lists what differs in space, objectives or resource between the stored study and the one
/// asked for.
void check_same_problem(const CreatedPayload& stored, const CreatedPayload& asked, std::string_view name);

/// Remarks about what was asked for and is not taken over, and about another build or class of processor.
[[nodiscard]] std::vector<std::string> remarks(const CreatedPayload& stored, const CreatedPayload& asked,
                                               const StudyOptions& options);
[[nodiscard]] std::vector<std::string> build_remarks(const CreatedPayload& stored);

}  // namespace vernier
