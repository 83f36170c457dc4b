#include "vernier/figures/study_page.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "vernier/figures/page_plots.hpp"
#include "vernier/figures/page_trials.hpp"
#include "vernier/trial/fronts.hpp"

namespace vernier {
namespace {

constexpr std::int64_t page_format = 1;
constexpr std::size_t most_doubles = 100'000;  // above: numbers of seven digits

std::size_t number_count(const std::vector<TrialRecord>& trials, std::size_t parameters) {
  return std::accumulate(trials.begin(), trials.end(), std::size_t{0}, [&](std::size_t sum, const TrialRecord& trial) {
    return sum + parameters + trial.reports.size();
  });
}

// The most important first, equals as in the space.
std::vector<Parameter> by_importance(const SearchSpace& space, const std::vector<Importance>& importances) {
  std::map<std::string, double> importance;
  for (const Importance& one : importances) {
    if (one.with.empty()) importance[one.name] = one.importance;
  }
  std::vector<Parameter> parameters(space.parameters().begin(), space.parameters().end());
  std::stable_sort(parameters.begin(), parameters.end(),
                   [&](const Parameter& a, const Parameter& b) { return importance[a.name] > importance[b.name]; });
  return parameters;
}

Json space_json(const SearchSpace& space) {
  Json parameters = Json::array(), constraints = Json::array();
  for (const Parameter& parameter : space.parameters()) {
    Json json{{"name", parameter.name}, {"range", to_json(parameter.distribution)}};
    if (parameter.when) json["when"] = parameter.when->text();
    parameters.push_back(std::move(json));
  }
  for (const Expression& constraint : space.constraints()) constraints.push_back(constraint.text());
  return {{"parameters", std::move(parameters)}, {"constraints", std::move(constraints)}};
}

Json study_facts(const Study& study, const std::vector<Objective>& objectives, const SearchSpace& space) {
  const StudyOptions& options = study.options();
  const TrialCounts counts = study.counts();
  Json json{{"name", options.name}, {"objectives", to_json(objectives)}};
  json["sampler"] = study.describe_sampler();
  json["pruner"] = study.describe_pruner();
  json["seed"] = options.seed.value_or(0);
  json["window"] = options.window ? Json(options.window->width) : Json(nullptr);
  json["trials"] = {{"complete", counts.complete},
                    {"pruned", counts.pruned},
                    {"failed", counts.failed},
                    {"paused", counts.paused},
                    {"running", counts.running}};
  json["step"] = options.resource ? Json(options.resource->name) : Json(nullptr);
  json["used"] = study.resource_used();
  json["space"] = space_json(space);
  json["notes"] = study.notes();
  return json;
}

Json outcome_json(const TrialRecord& trial) {
  return {{"trial", trial.number}, {"values", trial.values}, {"params", to_json(trial.params)}};
}

Json findings(const Study& study, const History& history) {
  Json json{{"best", Json::array()}, {"recommended", nullptr}, {"knee", nullptr}};
  for (const TrialRecord& trial : study.pareto()) json["best"].push_back(outcome_json(trial));
  if (history.objectives.size() > 1) {
    if (const TrialRecord* knee = knee_trial(history)) json["knee"] = knee->number;
  } else if (const auto recommended = study.recommend()) {
    json["recommended"] = outcome_json(recommended->trial);
    json["recommended"]["expected"] = recommended->value;
    json["recommended"]["low"] = recommended->low;
    json["recommended"]["high"] = recommended->high;
    json["recommended"]["evaluations"] = recommended->evaluations;
  }
  return json;
}

}  // namespace

Json study_page(const Study& study, const StudyPageOptions& options) {
  const Snapshot snapshot = study.history();
  const History history = snapshot.history();
  const std::vector<Objective>& objectives = study.options().objectives;
  std::vector<PageImportance> importances;
  for (std::size_t k = 0; k < objectives.size(); ++k) {
    importances.push_back(page_importance(history, options.importance, k));
  }
  const PlotSource source{.study = study,
                          .history = history,
                          .trials = study.trials(),
                          .objectives = objectives,
                          .parameters = by_importance(*history.space, importances.front().found),
                          .step = study.options().resource ? study.options().resource->name : "step"};
  NumberStore numbers(number_count(source.trials, source.parameters.size()) > most_doubles);

  Json page{{"format", page_format}, {"study", study_facts(study, objectives, *history.space)}};
  page["findings"] = findings(study, history);
  const Json attributes = study.attributes();
  page["assessment"] = attributes.contains("assessment") ? attributes["assessment"] : Json(nullptr);
  page["plots"] = page_plots(source, importances, numbers);
  page["trials"] = page_trials(source.trials, objectives, history.space->parameters(), numbers);
  page["next"] = Json::array();
  for (const NextStep& step : options.next) page["next"].push_back({{"why", step.why}, {"command", step.command}});
  page["numbers"] = numbers.to_json();
  return page;
}

}  // namespace vernier
