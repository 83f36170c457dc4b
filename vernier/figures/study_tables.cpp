#include "vernier/figures/study_tables.hpp"

#include <algorithm>
#include <set>

namespace vernier {

std::string param_text(const ParamValue& value, int digits) {
  if (const auto* number = std::get_if<double>(&value)) return table_number(*number, digits);
  return to_text(value);
}

std::string params_line(const ParamMap& params) {
  std::string line;
  for (const auto& [name, value] : params) {
    if (!line.empty()) line += ' ';
    line += name;
    line += '=';
    line += param_text(value);
  }
  return line;
}

TextTable params_table(const ParamMap& params) {
  TextTable table{{{"parameter"}, {"value", true}}, {}};
  for (const auto& [name, value] : params) table.rows.push_back({name, param_text(value, 7)});
  return table;
}

TextTable schedule_table(std::span<const TrialRecord> trials, std::span<const LineageStage> stages) {
  std::vector<const TrialRecord*> of_stages;
  for (const LineageStage& stage : stages) of_stages.push_back(&trials[static_cast<std::size_t>(stage.trial)]);
  std::set<std::string, std::less<>> changed;
  for (const TrialRecord* trial : of_stages) {
    for (const auto& [name, value] : trial->params) {
      const ParamMap& first = of_stages.front()->params;
      const auto before = first.find(name);
      if (before == first.end() || before->second != value) changed.insert(name);
    }
  }
  TextTable table{{{"steps", true}, {"trial", true}}, {}};
  for (const std::string& name : changed) table.columns.push_back({name, true});
  for (std::size_t k = 0; k < stages.size(); ++k) {
    std::vector<std::string> row{table_number(stages[k].from) + " to " + table_number(stages[k].to),
                                 std::to_string(stages[k].trial)};
    for (const std::string& name : changed) {
      const auto found = of_stages[k]->params.find(name);
      row.push_back(found == of_stages[k]->params.end() ? "" : param_text(found->second));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

TextTable trials_table(std::span<const TrialRecord> trials, std::span<const Objective> objectives) {
  std::set<std::string, std::less<>> names;
  bool any_seconds = false, any_why = false, any_values = false, any_steps = false;
  for (const TrialRecord& trial : trials) {
    for (const auto& [name, value] : trial.params) names.insert(name);
    any_seconds = any_seconds || trial.seconds > 0;
    any_why = any_why || !trial.why.empty();
    any_values = any_values || !trial.values.empty();
    any_steps = any_steps || !trial.reports.empty();
  }
  const bool spread = names.size() <= 6;
  TextTable table{{{"trial", true}, {"state"}}, {}};
  if (any_values) {
    for (const Objective& objective : objectives) table.columns.push_back({objective.name, true});
  }
  if (any_steps) table.columns.push_back({"steps", true});
  if (spread) {
    for (const std::string& name : names) {
      const bool number = std::all_of(trials.begin(), trials.end(), [&](const TrialRecord& trial) {
        const auto found = trial.params.find(name);
        return found == trial.params.end() || !std::holds_alternative<std::string>(found->second);
      });
      table.columns.push_back({name, number});
    }
  } else {
    table.columns.push_back({"parameters", false, true});
  }
  if (any_seconds) table.columns.push_back({"time", true});
  if (any_why) table.columns.push_back({"why", false, true});

  for (const TrialRecord& trial : trials) {
    std::vector<std::string> row{std::to_string(trial.number), std::string(to_string(trial.state))};
    if (any_values) {
      for (std::size_t k = 0; k < objectives.size(); ++k) {
        row.push_back(k < trial.values.size() ? table_number(trial.values[k]) : "");
      }
    }
    if (any_steps) row.push_back(trial.reports.empty() ? "" : table_number(trial.reports.back().step));
    if (spread) {
      for (const std::string& name : names) {
        const auto found = trial.params.find(name);
        row.push_back(found == trial.params.end() ? "" : param_text(found->second));
      }
    } else {
      row.push_back(params_line(trial.params));
    }
    if (any_seconds) row.push_back(trial.seconds > 0 ? table_duration(trial.seconds) : "");
    if (any_why) row.push_back(trial.why);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace vernier
