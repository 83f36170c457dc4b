#include "vernier/study/earlier.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/study/study.hpp"
#include "vernier/study/union_space.hpp"

namespace vernier {
namespace {

constexpr std::size_t most_earlier_trials = 1000;

EarlierStudy frozen(const Study& study) {
  const Snapshot snapshot = study.history();
  const History history = snapshot.history();
  EarlierStudy earlier{.name = study.options().name, .space = *history.space, .objectives = study.options().objectives};
  std::vector<const TrialRecord*> best = history.complete();
  const auto better = [&](const TrialRecord* a, const TrialRecord* b) {
    return std::pair(!a->feasible(), history.loss(a->values[0])) <
           std::pair(!b->feasible(), history.loss(b->values[0]));
  };
  if (best.size() > most_earlier_trials) {
    std::stable_sort(best.begin(), best.end(), better);
    best.resize(most_earlier_trials);
    std::sort(best.begin(), best.end(), [](const auto* a, const auto* b) { return a->number < b->number; });
  }
  for (const TrialRecord* record : best) {
    auto kept = std::make_shared<TrialRecord>();
    kept->number = record->number;
    kept->state = record->state;
    kept->params = record->params;
    kept->distributions = distributions_of(record->params, earlier.space);
    kept->values = record->values;
    kept->constraints = record->constraints;
    earlier.trials.push_back(std::move(kept));
  }
  return earlier;
}

void check_alike(const EarlierStudy& earlier, const SearchSpace* space, const std::vector<Objective>& objectives) {
  const bool same =
      std::ranges::equal(earlier.objectives, objectives, {}, &Objective::direction, &Objective::direction);
  if (!same) {
    throw InvalidArgument(fmt::format("study '{}' cannot be a warm start: its objectives differ", earlier.name),
                          "as many objectives in the same directions");
  }
  if (space == nullptr || space->empty()) return;
  const auto& parameters = earlier.space.parameters();
  if (std::any_of(parameters.begin(), parameters.end(),
                  [&](const Parameter& parameter) { return space->find(parameter.name) != nullptr; })) {
    return;
  }
  throw InvalidArgument(fmt::format("study '{}' cannot be a warm start: it shares no parameter", earlier.name),
                        "a study of the same or an overlapping space");
}

}  // namespace

History EarlierStudy::history() const {
  History history;
  history.space = &space;
  history.objectives = objectives;
  history.next_trial = std::ssize(trials);
  history.settled = trials;
  return history;
}

std::vector<EarlierStudy> earlier_studies(const std::shared_ptr<EventLog>& log, const std::vector<std::string>& names,
                                          const SearchSpace* space, const std::vector<Objective>& objectives) {
  std::vector<EarlierStudy> studies;
  for (const std::string& name : names) {
    studies.push_back(frozen(Study::load(log, name)));
    check_alike(studies.back(), space, objectives);
  }
  return studies;
}

std::vector<Objective> objectives_from_json(const Json& json) {
  std::vector<Objective> objectives;
  for (const Json& objective : json) {
    objectives.push_back({objective.at("name").get<std::string>(),
                          direction_from_text(objective.at("direction").get<std::string>(), "objective of the study")});
  }
  return objectives;
}

Json to_json(const EarlierStudy& study) {
  Json trials = Json::array();
  for (const auto& record : study.trials) {
    Json trial{{"trial", record->number}, {"params", to_json(record->params)}, {"values", record->values}};
    if (!record->constraints.empty()) trial["constraints"] = record->constraints;
    trials.push_back(std::move(trial));
  }
  return {{"name", study.name},
          {"space", to_json(study.space)},
          {"objectives", to_json(study.objectives)},
          {"trials", std::move(trials)}};
}

EarlierStudy earlier_from_json(const Json& json) {
  EarlierStudy study{.name = json.at("name").get<std::string>(),
                     .space = space_from_json(json.at("space"), "space of an earlier study"),
                     .objectives = objectives_from_json(json.at("objectives"))};
  for (const Json& trial : json.at("trials")) {
    auto record = std::make_shared<TrialRecord>();
    record->number = trial.at("trial").get<TrialNumber>();
    record->state = TrialState::complete;
    record->params = params_from_json(trial.at("params"), "params");
    record->distributions = distributions_of(record->params, study.space);
    record->values = trial.at("values").get<std::vector<double>>();
    if (trial.contains("constraints")) record->constraints = trial["constraints"].get<std::vector<double>>();
    study.trials.push_back(std::move(record));
  }
  return study;
}

}  // namespace vernier
