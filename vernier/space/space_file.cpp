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

Objective objective_from_json(const Json& json, std::string_view where) {
  check_space_keys(json, {"name", "direction"}, where);
  Objective objective;
  if (json.contains("name")) {
    if (!json["name"].is_string())
      throw InvalidArgument(fmt::format("{}: name is {}", where, json["name"].dump()), "a text");
    objective.name = json["name"].get<std::string>();
  }
  if (json.contains("direction")) {
    if (!json["direction"].is_string()) {
      throw InvalidArgument(fmt::format("{}: direction is {}", where, json["direction"].dump()),
                            "minimize or maximize");
    }
    objective.direction = direction_from_text(json["direction"].get<std::string>(), where);
  }
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
  for (const Json& item : json["objectives"])
    objectives.push_back(objective_from_json(item, fmt::format("{}: objectives", where)));
  return objectives;
}

Resource resource_from_json(const Json& json, std::string_view where) {
  check_space_keys(json, {"name", "min", "max"}, where);
  Resource resource;
  if (json.contains("name") && json["name"].is_string()) resource.name = json["name"].get<std::string>();
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
    throw InvalidArgument(fmt::format("{}: min {} is above max {}", where, resource.min, resource.max),
                          "min at most max");
  }
  return resource;
}

/// The parameter without its condition, which is no part of the distribution.
void add_parameter(SearchSpace& space, const std::string& name, Json spec, std::string_view where) {
  std::string when;
  if (spec.is_object() && spec.contains("when")) {
    if (!spec["when"].is_string()) {
      throw InvalidArgument(fmt::format("{}: parameter '{}': when is {}", where, name, spec["when"].dump()),
                            "an expression");
    }
    when = spec["when"].get<std::string>();
    spec.erase("when");
  }
  try {
    space.add(name, distribution_from_json(spec, name), when);
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

SearchSpace space_from_json(const Json& json, std::string_view where) {
  SearchSpace space;
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
  if (!json.contains("parameters") || json["parameters"].empty()) {
    throw InvalidArgument(fmt::format("{}: there are no parameters", where), "a key 'parameters'",
                          "Write parameters: {learning_rate: {min: 1.0e-5, max: 1.0e-1, log: true}}.");
  }
  SpaceFile file;
  file.space = space_from_json(json, where);
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
    parameters[parameter.name] = std::move(spec);
  }
  Json json{{"parameters", std::move(parameters)}};
  for (const Expression& constraint : space.constraints()) json["constraints"].push_back(constraint.text());
  return json;
}

}  // namespace vernier
