#include "apps/cli/studies.hpp"

#include <cmath>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/trial/fronts.hpp"

namespace vernier::cli {

std::shared_ptr<EventLog> open_existing_log(const StudySelection& selection) {
  return open_event_log(selection.storage, true);
}

Study load_study(const StudySelection& selection) {
  const auto log = open_existing_log(selection);
  if (!selection.study.empty()) return Study::load(log, selection.study);
  std::vector<std::string> names;
  for (const StoredStudy& stored : log->studies()) names.push_back(stored.name);
  if (names.empty()) throw NotFound(fmt::format("{} holds no study", selection.storage));
  if (names.size() > 1) {
    if (names.size() > 10) {
      names.resize(10);
      names.emplace_back("...");
    }
    throw InvalidArgument(fmt::format("{} holds several studies", selection.storage), "the name of one",
                          fmt::format("Give --study with one of: {}.", join(names, ", ")));
  }
  return Study::load(log, names.front());
}

std::vector<Objective> objectives_of(const Study& study) {
  const StudyOptions& options = study.options();
  if (!options.objectives.empty()) return options.objectives;
  return {Objective{.direction = options.direction}};
}

std::string step_name(const Study& study) { return study.options().resource ? study.options().resource->name : "step"; }

std::string counts_text(const TrialCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
  };
  add(counts.complete, "complete");
  add(counts.pruned, "pruned");
  add(counts.failed, "failed");
  add(counts.paused, "paused");
  add(counts.running, "unfinished");
  return parts.empty() ? "0" : fmt::format("{}: {}", counts.total(), join(parts, ", "));
}

Json counts_json(const TrialCounts& counts) {
  return {{"complete", counts.complete},
          {"pruned", counts.pruned},
          {"failed", counts.failed},
          {"paused", counts.paused},
          {"running", counts.running}};
}

Json values_json(const TrialRecord& trial) {
  Json json{{"trial", trial.number}, {"params", to_json(trial.params)}};
  if (trial.values.size() == 1) {
    json["value"] = trial.values.front();
  } else {
    json["values"] = trial.values;
  }
  return json;
}

Json recommendation_json(const Recommendation& recommended) {
  return {{"trial", recommended.trial.number},
          {"params", to_json(recommended.trial.params)},
          {"value", recommended.value},
          {"interval", {recommended.low, recommended.high}},
          {"evaluations", recommended.evaluations}};
}

Json front_json(const Study& study) {
  Json trials = Json::array();
  for (const TrialRecord& trial : study.pareto()) trials.push_back(values_json(trial));
  const auto knee = knee_of(study);
  return {{"trials", std::move(trials)}, {"knee", knee ? Json(*knee) : Json(nullptr)}};
}

std::optional<TrialNumber> knee_of(const Study& study) {
  const Snapshot snapshot = study.history();
  const TrialRecord* knee = knee_trial(snapshot.history());
  return knee == nullptr ? std::nullopt : std::optional(knee->number);
}

std::string knee_text(TrialNumber knee) {
  return fmt::format("Trial {} is at the knee: beyond it a little of one objective costs much of another.", knee);
}

Json asked_json(const Trial& trial) {
  Json json{{"trial", trial.number()}, {"params", to_json(trial.params())}};
  if (const auto step = trial.resume_from_step()) json["resume_from_step"] = *step;
  if (const auto parent = trial.clone_of()) json["clone_of"] = *parent;
  return json;
}

}  // namespace vernier::cli
