#include "vernier/space/space_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

void check_space_keys(const Json& json, const std::vector<std::string>& known, std::string_view where) {
  if (!json.is_object()) {
    throw InvalidArgument(fmt::format("{}: {} is not a set of keys", where, json.dump()),
                          fmt::format("keys {}", join(known, ", ")));
  }
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw InvalidArgument(fmt::format("{}: unknown key '{}'", where, key), {}, suggest(key, known));
    }
  }
}

std::string text_of(const Json& json, const char* key, std::string_view where) {
  if (json[key].is_string()) return json[key].get<std::string>();
  throw InvalidArgument(fmt::format("{}: {} is {}", where, key, json[key].dump()), "a text");
}

Objective objective_from_json(const Json& json, std::string_view where) {
  check_space_keys(json, {"name", "direction"}, where);
  Objective objective;
  if (json.contains("name")) objective.name = text_of(json, "name", where);
  if (json.contains("direction")) objective.direction = direction_from_text(text_of(json, "direction", where), where);
  return objective;
}

std::vector<Objective> objectives_from_json(const Json& json, std::string_view where) {
  if (json.contains("objective") && json.contains("objectives")) {
    throw InvalidArgument(fmt::format("{}: objective and objectives together", where), "one of the two");
  }
  if (json.contains("objective")) return {objective_from_json(json["objective"], fmt::format("{}: objective", where))};
  if (!json.contains("objectives")) return {Objective{}};
  if (!json["objectives"].is_array() || json["objectives"].empty()) {
    throw InvalidArgument(fmt::format("{}: objectives is {}", where, json["objectives"].dump()), "a list");
  }
  std::vector<Objective> objectives;
  for (const Json& item : json["objectives"]) {
    Objective objective = objective_from_json(item, fmt::format("{}: objectives", where));
    if (std::any_of(objectives.begin(), objectives.end(), [&](const Objective& o) { return o.name == objective.name; }))
      throw InvalidArgument(fmt::format("{}: two objectives are named '{}'", where, objective.name), "different names");
    objectives.push_back(std::move(objective));
  }
  return objectives;
}

Resource resource_from_json(const Json& json, std::string_view where) {
  check_space_keys(json, {"name", "min", "max"}, where);
  Resource resource;
  if (json.contains("name")) resource.name = text_of(json, "name", where);
  const auto number = [&](const char* key, double fallback) {
    if (!json.contains(key)) return fallback;
    if (!json[key].is_number() || !(json[key].get<double>() > 0) || !std::isfinite(json[key].get<double>())) {
      throw InvalidArgument(fmt::format("{}: {} is {}", where, key, json[key].dump()), "a number above 0");
    }
    return json[key].get<double>();
  };
  resource.min = number("min", 1);
  resource.max = number("max", resource.min);
  if (resource.min > resource.max) {
    throw InvalidArgument(
        fmt::format("{}: min {} is above max {}", where, format_number(resource.min), format_number(resource.max)),
        "min at most max", "Swap them.");
  }
  return resource;
}

/// Its condition and its prior are no part of the distribution.
void add_parameter(SearchSpace& space, const std::string& name, Json spec, std::string_view where) {
  std::string when;
  if (spec.is_object() && spec.contains("when")) {
    when = text_of(spec, "when", fmt::format("{}: parameter '{}'", where, name));
    spec.erase("when");
  }
  try {
    std::optional<Prior> prior = take_prior(spec, name);
    space.add(name, distribution_from_json(spec, name), when, std::move(prior));
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("{}: {}", where, error.what()));
  }
}

}  // namespace

std::string_view to_string(Direction direction) { return direction == Direction::minimize ? "minimize" : "maximize"; }

Direction direction_from_text(std::string_view text, std::string_view where) {
  if (text == "minimize") return Direction::minimize;
  if (text == "maximize") return Direction::maximize;
  const std::vector<std::string> known{"minimize", "maximize"};
  throw InvalidArgument(fmt::format("{}: direction is '{}'", where, text), "minimize or maximize",
                        suggest(text, known));
}

Json to_json(std::span<const Objective> objectives) {
  Json json = Json::array();
  for (const Objective& objective : objectives) {
    json.push_back({{"name", objective.name}, {"direction", to_string(objective.direction)}});
  }
  return json;
}

SearchSpace space_from_json(const Json& json, std::string_view where) {
  SearchSpace space;
  check_space_keys(json, {"parameters", "constraints"}, where);
  const Json parameters = json.value("parameters", Json::object());
  if (!parameters.is_object()) {
    throw InvalidArgument(fmt::format("{}: parameters is {}", where, parameters.dump()),
                          "name: {min, max} or name: {values}");
  }
  for (const auto& [name, spec] : parameters.items()) add_parameter(space, name, spec, where);
  const Json constraints = json.value("constraints", Json::array());
  if (!constraints.is_array()) {
    throw InvalidArgument(fmt::format("{}: constraints is {}", where, constraints.dump()), "a list of expressions");
  }
  try {
    for (const Json& constraint : constraints) {
      if (!constraint.is_string())
        throw InvalidArgument(fmt::format("constraint {}", constraint.dump()), "an expression");
      space.constrain(constraint.get<std::string>());
    }
    space.validate();
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("{}: {}", where, error.what()));
  }
  return space;
}

SpaceFile space_file_from_json(const Json& json, std::string_view where) {
  check_space_keys(json, {"parameters", "constraints", "objective", "objectives", "resource"}, where);
  if (!json.contains("parameters") || json["parameters"].is_null() || json["parameters"].empty()) {
    throw InvalidArgument(fmt::format("{}: there are no parameters", where), "a key 'parameters'",
                          "Write parameters: {learning_rate: {min: 1.0e-5, max: 1.0e-1, log: true}}.");
  }
  SpaceFile file;
  Json space = Json::object();
  for (const char* key : {"parameters", "constraints"}) {
    if (json.contains(key)) space[key] = json[key];
  }
  file.space = space_from_json(space, where);
  file.objectives = objectives_from_json(json, where);
  if (json.contains("resource"))
    file.resource = resource_from_json(json["resource"], fmt::format("{}: resource", where));
  return file;
}

SpaceFile read_space_file(const std::string& path) {
  return space_file_from_json(yaml_to_json(read_file(path), path), path);
}

Json to_json(const SearchSpace& space) {
  Json parameters = Json::object();
  for (const Parameter& parameter : space.parameters()) {
    Json spec = to_json(parameter.distribution);
    if (parameter.when) spec["when"] = parameter.when->text();
    if (parameter.prior) {
      spec["prior"] = to_json(parameter.prior->value);
      spec["prior_confidence"] = to_string(parameter.prior->confidence);
    }
    parameters[parameter.name] = std::move(spec);
  }
  Json json{{"parameters", std::move(parameters)}};
  for (const Expression& constraint : space.constraints()) json["constraints"].push_back(constraint.text());
  return json;
}

}  // namespace vernier
