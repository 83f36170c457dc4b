#pragma once
// Finding the study that the command line means, and saying what a study is in words.
#include <memory>
#include <optional>
#include <string>

#include "apps/cli/common_options.hpp"
#include "vernier/study/study.hpp"

namespace vernier::cli {

/// The existing store of --storage. Throws NotFound where there is none: verbs that look create nothing.
[[nodiscard]] std::shared_ptr<EventLog> open_existing_log(const StudySelection& selection);
/// The existing study of --study, or the only one of the store. Throws NotFound, or InvalidArgument that lists the
/// names where there are several.
[[nodiscard]] Study load_study(const StudySelection& selection);

/// One for each value of a trial.
[[nodiscard]] std::vector<Objective> objectives_of(const Study& study);
/// "epochs", or "step" for a study without a resource.
[[nodiscard]] std::string step_name(const Study& study);
/// "40: 30 complete, 8 pruned, 2 failed"
[[nodiscard]] std::string counts_text(const TrialCounts& counts);
[[nodiscard]] Json counts_json(const TrialCounts& counts);

/// {"trial","params","value"}, or "values" for several objectives: a trial and what it gave.
[[nodiscard]] Json values_json(const TrialRecord& trial);
/// {"trial","params","value","interval","evaluations"}: what a study should deliver, with its estimated value.
[[nodiscard]] Json recommendation_json(const Recommendation& recommended);
/// {"trials":[...],"knee":N}: every trial that no other dominates; the knee is null where the front has none.
[[nodiscard]] Json front_json(const Study& study);
/// The number of the trial at the knee of the front.
[[nodiscard]] std::optional<TrialNumber> knee_of(const Study& study);
[[nodiscard]] std::string knee_text(TrialNumber knee);
/// {"trial","params"} and, where it applies, "resume_from_step" and "clone_of": what ask answers.
[[nodiscard]] Json asked_json(const Trial& trial);

}  // namespace vernier::cli
