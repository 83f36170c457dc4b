#include "vernier/trial/record.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr std::array<std::string_view, 5> state_names{"running", "complete", "pruned", "failed", "paused"};

Json finite_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

}  // namespace

std::string_view to_string(TrialState state) { return state_names[static_cast<std::size_t>(state)]; }

TrialState trial_state_from_text(std::string_view text) {
  for (std::size_t k = 0; k < state_names.size(); ++k) {
    if (text == state_names[k]) return static_cast<TrialState>(k);
  }
  throw InvalidArgument(fmt::format("the state '{}'", text), "running, complete, pruned, failed or paused");
}

bool TrialRecord::feasible() const {
  return std::all_of(constraints.begin(), constraints.end(), [](double value) { return value <= 0; });
}

Json to_json(const TrialRecord& record) {
  Json json{{"trial", record.number}, {"state", to_string(record.state)}, {"params", to_json(record.params)}};
  json["values"] = Json::array();
  for (const double value : record.values) json["values"].push_back(finite_or_null(value));
  json["reports"] = Json::array();
  for (const Report& report : record.reports) {
    Json row = Json::array({report.step});
    for (const double value : report.values) row.push_back(finite_or_null(value));
    json["reports"].push_back(std::move(row));
  }
  json["seconds"] = record.seconds;
  json["why"] = record.why;
  if (!record.constraints.empty()) json["constraints"] = record.constraints;
  if (record.cost) json["cost"] = *record.cost;
  if (!record.attributes.empty()) json["attributes"] = record.attributes;
  if (record.clone_of) json["clone_of"] = *record.clone_of;
  if (record.clone_step) json["clone_step"] = *record.clone_step;
  if (record.enqueued) json["enqueued"] = true;
  return json;
}

}  // namespace vernier
