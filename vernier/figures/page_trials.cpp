#include "vernier/figures/page_trials.hpp"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "vernier/figures/parameter_axis.hpp"

namespace vernier {
namespace {

template <class Number>
std::size_t add_column(NumberStore& numbers, std::span<const TrialRecord> trials, const Number& number_of) {
  std::vector<double> column;
  column.reserve(trials.size());
  for (const TrialRecord& trial : trials) column.push_back(static_cast<double>(number_of(trial)));
  return numbers.add(column);
}

/// Few different texts, each once.
template <class Text>
Json text_column(NumberStore& numbers, std::span<const TrialRecord> trials, const Text& text_of) {
  std::map<std::string, std::size_t> places;
  std::vector<std::string> texts;
  Json column;
  column["of"] = add_column(numbers, trials, [&](const TrialRecord& trial) {
    std::string text(text_of(trial));
    const auto [at, fresh] = places.try_emplace(std::move(text), texts.size());
    if (fresh) texts.push_back(at->first);
    return at->second;
  });
  column["texts"] = std::move(texts);
  return column;
}

Json report_columns(std::span<const TrialRecord> trials, std::size_t objectives, NumberStore& numbers) {
  std::vector<double> counts, steps;
  std::vector<std::vector<double>> values(objectives);
  bool counted = true;  // the steps of every trial are 1, 2, 3, ...
  for (const TrialRecord& trial : trials) {
    counts.push_back(static_cast<double>(trial.reports.size()));
    double expected = 1;
    for (const Report& report : trial.reports) {
      counted = counted && report.step == expected++;
      steps.push_back(report.step);
      for (std::size_t k = 0; k < objectives; ++k) {
        values[k].push_back(k < report.values.size() ? report.values[k] : NAN);
      }
    }
  }
  Json json{{"counts", numbers.add(counts)}};
  if (!counted) json["steps"] = numbers.add(steps);
  json["values"] = Json::array();
  for (const std::vector<double>& column : values) json["values"].push_back(numbers.add(column));
  return json;
}

}  // namespace

Json page_trials(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                 std::span<const Parameter> parameters, NumberStore& numbers) {
  Json json{{"count", trials.size()}};
  json["numbers"] = add_column(numbers, trials, [](const TrialRecord& trial) { return trial.number; });
  json["states"] = text_column(numbers, trials, [](const TrialRecord& trial) { return to_string(trial.state); });
  json["values"] = Json::array();
  for (std::size_t k = 0; k < objectives.size(); ++k) {
    json["values"].push_back(add_column(
        numbers, trials, [&](const TrialRecord& trial) { return k < trial.values.size() ? trial.values[k] : NAN; }));
  }
  json["parameters"] = Json::array();
  for (const Parameter& parameter : parameters) {
    const ParameterAxis axis(parameter);
    Json column{{"name", parameter.name}, {"of", numbers.add(axis.column(trials))}};
    if (!axis.ticks().empty()) {
      column["texts"] = Json::array();
      for (const Tick& tick : axis.ticks()) column["texts"].push_back(tick.label);
    }
    json["parameters"].push_back(std::move(column));
  }
  json["seconds"] = add_column(numbers, trials, [](const TrialRecord& trial) { return trial.seconds; });
  json["violations"] = add_column(numbers, trials, [](const TrialRecord& trial) { return trial.feasible() ? 0 : 1; });
  json["reasons"] = text_column(numbers, trials, [](const TrialRecord& trial) { return trial.why; });
  json["reports"] = report_columns(trials, objectives.size(), numbers);
  return json;
}

}  // namespace vernier
