#include "vernier/experiment/experiment.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/experiment/walker.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier {
namespace {

using experiment::Found;
using experiment::Path;

/// A parameter of the space and the ways to be active: any one of them is enough.
struct FoundParameter {
  Found first;
  std::vector<std::vector<experiment::Requirement>> ways;
  std::vector<Expression> factors;  ///< of the places where its value is multiplied
};

/// Collects every parameter once; stands the first legal value in its place.
class Finder : public experiment::Visitor {
 public:
  Json parameter(const Found& found) override {
    const std::string path = to_text(found.path);
    const auto [known, fresh] = index_.try_emplace(path, found_.size());
    if (fresh) {
      found_.push_back({found, {}, {}});
    } else if (found_[known->second].first.spec != found.spec) {
      throw InvalidArgument(fmt::format("{}: two parameters of this name", path), "one range for one name",
                            "Give one of them another 'name:'.");
    }
    found_[known->second].ways.push_back(found.requirements);
    if (!found.times.empty()) found_[known->second].factors.push_back(Expression::parse(found.times));
    const bool listed = found.spec.contains("values");
    if (listed && (!found.spec["values"].is_array() || found.spec["values"].empty())) {
      throw InvalidArgument(fmt::format("{}: values is {}", path, found.spec["values"].dump()), "a list of values");
    }
    return listed ? found.spec["values"][0] : found.spec["min"];
  }
  [[nodiscard]] bool finding() const override { return true; }
  [[nodiscard]] const std::vector<FoundParameter>& found() const { return found_; }

 private:
  std::vector<FoundParameter> found_;
  std::map<std::string, std::size_t> index_;
};

std::string last_elements(const Path& path, std::size_t count) {
  std::string name;
  for (std::size_t k = 0; k < path.size(); ++k) {
    if (k + count >= path.size() || path[k].turn) name += (name.empty() ? "" : ".") + path[k].text;
  }
  return name;
}

/// Full path -> the shortest ending of it that no other parameter shares; the turns of repeats always stay.
std::map<std::string, std::string> short_names(const std::vector<FoundParameter>& found) {
  std::map<std::string, std::string> names;
  std::size_t longest = 1;
  for (const FoundParameter& item : found) longest = std::max(longest, item.first.path.size());
  for (std::size_t count = 1; count <= longest; ++count) {
    std::map<std::string, int> uses;
    for (const FoundParameter& item : found) ++uses[last_elements(item.first.path, count)];
    for (const FoundParameter& item : found) {
      const std::string name = last_elements(item.first.path, count);
      if (uses[name] == 1) names.try_emplace(to_text(item.first.path), name);
    }
  }
  return names;
}

/// "a > 1 and b == 'x' or c == 'y'"; empty where one way needs nothing.
std::string condition_text(const FoundParameter& item, const std::map<std::string, std::string>& names) {
  std::vector<std::string> ways;
  for (const auto& way : item.ways) {
    std::vector<std::string> parts;
    for (const auto& requirement : way) parts.push_back(names.at(requirement.parameter) + requirement.relation);
    if (parts.empty()) return {};
    const std::string text = join(parts, " and ");
    if (std::find(ways.begin(), ways.end(), text) == ways.end()) ways.push_back(text);
  }
  return join(ways, " or ");
}

using Way = std::vector<experiment::Requirement>;

/// The way without what it asks of one parameter, as text.
std::string rest_of(const Way& way, const std::string& parameter) {
  std::string rest;
  for (const auto& requirement : way) {
    if (requirement.parameter != parameter) rest += requirement.parameter + requirement.relation + ";";
  }
  return rest;
}

/// Takes a choice out of the ways where they cover each of its values, so that it decides nothing.
void drop_exhausted_choices(FoundParameter& item, const std::vector<FoundParameter>& found) {
  for (const FoundParameter& choice : found) {
    if (!choice.first.spec.contains("values")) continue;
    const std::string path = to_text(choice.first.path);
    std::map<std::string, std::set<std::string>> covered;  // by the rest of the way
    for (const Way& way : item.ways) {
      for (const auto& requirement : way) {
        if (requirement.parameter == path) covered[rest_of(way, path)].insert(requirement.relation);
      }
    }
    for (Way& way : item.ways) {
      if (covered[rest_of(way, path)].size() == choice.first.spec["values"].size()) {
        std::erase_if(way, [&](const experiment::Requirement& requirement) { return requirement.parameter == path; });
      }
    }
  }
}

/// Puts the values of a configuration in.
class Filler : public experiment::Visitor {
 public:
  Filler(const std::map<std::string, std::string>& names, const ParamMap& params) : names_(names), params_(params) {}
  Json parameter(const Found& found) override {
    const std::string& name = names_.at(to_text(found.path));
    const auto value = params_.find(name);
    if (value == params_.end()) {
      throw InvalidArgument(fmt::format("parameter '{}' has no value", name), "a value for each active parameter");
    }
    if (found.times.empty()) return to_json(value->second);
    const auto number = as_number(value->second);
    if (!number) throw InvalidArgument(fmt::format("{}: times of a value that is no number", to_text(found.path)));
    return *number * Expression::parse(found.times).value(params_);
  }
  [[nodiscard]] bool finding() const override { return false; }

 private:
  const std::map<std::string, std::string>& names_;
  const ParamMap& params_;
};

/// The range as the option that it fills takes it: a real option is never rounded, an integer one always whole.
Distribution distribution_of(const Found& found, Json spec, const std::string& name) {
  if (found.option != nullptr && spec.contains("min") && !spec.contains("type")) {
    if (found.option->type == OptionType::real || found.option->type == OptionType::component) spec["type"] = "float";
    if (found.option->type == OptionType::integer) spec["type"] = "int";
  }
  Distribution distribution = distribution_from_json(spec, name);
  if (found.option != nullptr && found.option->low && distribution.numeric()) {
    const OptionSpec& option = *found.option;
    const bool low = option.low_open ? distribution.low() <= *option.low : distribution.low() < *option.low;
    if (low || (option.high && distribution.high() > *option.high)) {
      throw InvalidArgument(
          fmt::format("{}: the range {} to {} leaves what '{}' may be", to_text(found.path),
                      format_number(distribution.low()), format_number(distribution.high()), option.name),
          fmt::format("a range {} {}{}", option.low_open ? "above" : "from", format_number(*option.low),
                      option.high ? " to " + format_number(*option.high) : ""));
    }
  }
  return distribution;
}

/// Expressions name parameters by their short names, which are known when all are found.
void check_factors(const FoundParameter& item, const SearchSpace& space) {
  for (const Expression& factor : item.factors) {
    for (const std::string& name : factor.names()) {
      if (space.find(name) != nullptr) continue;
      std::vector<std::string> known;
      for (const Parameter& parameter : space.parameters()) known.push_back(parameter.name);
      throw InvalidArgument(fmt::format("{}: times names '{}'", to_text(item.first.path), name),
                            "parameters of the experiment", suggest(name, known));
    }
  }
}

SearchSpace space_of(const std::vector<FoundParameter>& found, const Json& constraints) {
  const auto names = short_names(found);
  SearchSpace space;
  for (FoundParameter item : found) {
    const std::string& name = names.at(to_text(item.first.path));
    drop_exhausted_choices(item, found);
    std::string when = condition_text(item, names);
    if (item.first.spec.contains("when")) {
      if (!item.first.spec["when"].is_string()) {
        throw InvalidArgument(fmt::format("{}: when is {}", to_text(item.first.path), item.first.spec["when"].dump()),
                              "a condition such as \"optimizer == 'sgd'\"");
      }
      const std::string own = item.first.spec["when"].get<std::string>();
      when = when.empty() ? own : fmt::format("({}) and ({})", when, own);
    }
    Json spec = item.first.spec;
    spec.erase("when");
    std::optional<Prior> prior = take_prior(spec, name);
    space.add(name, distribution_of(item.first, std::move(spec), name), when, std::move(prior));
  }
  for (const FoundParameter& item : found) check_factors(item, space);
  for (const Json& constraint : constraints) {
    if (!constraint.is_string()) {
      throw InvalidArgument(fmt::format("constraints: {} is not an expression", constraint.dump()),
                            "a text such as 'units * layers <= 256'");
    }
    space.constrain(constraint.get<std::string>());
  }
  space.validate();
  return space;
}

struct GoalBlock {
  std::string metric = "val_loss";
  std::optional<std::string> direction;
  static void describe(OptionFields<GoalBlock>& field) {
    field("metric", &GoalBlock::metric, "the logged quantity that the study optimises, such as val_accuracy");
    field("direction", &GoalBlock::direction, "which way is better; known for the metrics of the catalogue")
        .one_of({"minimize", "maximize"});
  }
};

Goal goal_from_json(const Json& json) {
  const auto block = options_from_json<GoalBlock>(json, "objective");
  if (block.direction) return {block.metric, direction_from_text(*block.direction, "objective")};
  const auto better = nn::better_direction(block.metric);
  if (!better) {
    throw InvalidArgument(fmt::format("objective: it is not known which way '{}' is better", block.metric),
                          "a direction", "Add direction: minimize or direction: maximize.");
  }
  return {block.metric, *better == nn::Better::lower ? Direction::minimize : Direction::maximize};
}

Experiment parse_experiment(const Json& json) {
  static const std::vector<std::string> known{"data", "model", "compile", "fit", "objective", "constraints", "study"};
  if (!json.is_object()) throw InvalidArgument("not an experiment", "keys model, compile and fit");
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw InvalidArgument(fmt::format("unknown key '{}'", key), {}, suggest(key, known));
    }
  }
  for (const char* part : {"model", "compile"}) {
    if (!json.contains(part)) {
      throw InvalidArgument(fmt::format("'{}' is missing", part), "keys data, model, compile and fit");
    }
  }
  if (!json["compile"].is_object() || !(json["compile"].contains("loss") || json["compile"].contains("outputs"))) {
    throw InvalidArgument("compile has no loss", "what training minimises",
                          "Add loss: binary_crossentropy, or another of `vernier list losses`.");
  }
  Experiment experiment;
  experiment.data = json.value("data", Json::object());
  experiment.study = json.value("study", Json::object());
  experiment.goal = goal_from_json(json.value("objective", Json::object()));
  experiment.source = {
      {"model", json["model"]}, {"compile", json["compile"]}, {"fit", json.value("fit", Json::object())}};
  Finder finder;
  (void)experiment::walk(experiment.source, finder);
  experiment.constraints = json.value("constraints", Json::array());
  experiment.space = space_of(finder.found(), experiment.constraints);
  return experiment;
}

Experiment named_experiment(const Json& json, std::string name, const std::filesystem::path& folder,
                            std::string where) {
  try {
    Experiment experiment = parse_experiment(json);
    experiment.name = std::move(name);
    experiment.where = std::move(where);
    experiment.folder = folder;
    return experiment;
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("{}: {}", where, error.what()));
  }
}

}  // namespace

Configuration Experiment::configure(const ParamMap& params) const {
  Finder finder;
  (void)experiment::walk(source, finder);
  const auto names = short_names(finder.found());
  Filler filler(names, params);
  Json filled = experiment::walk(source, filler);
  return {std::move(filled["model"]), std::move(filled["compile"]), std::move(filled["fit"])};
}

Experiment experiment_from_json(const Json& json, std::string_view name, const std::filesystem::path& folder) {
  return named_experiment(json, std::string(name), folder, std::string(name));
}

Experiment read_experiment(const std::filesystem::path& path) {
  return named_experiment(yaml_to_json(read_file(path), path.string()), path.stem().string(), path.parent_path(),
                          path.string());
}

Json to_json(const Experiment& experiment) {
  Json json = Json::object();
  if (!experiment.data.empty()) json["data"] = experiment.data;
  for (const auto& [key, part] : experiment.source.items()) json[key] = part;
  json["objective"] = {{"metric", experiment.goal.metric}, {"direction", to_string(experiment.goal.direction)}};
  if (!experiment.constraints.empty()) json["constraints"] = experiment.constraints;
  if (!experiment.study.empty()) json["study"] = experiment.study;
  return json;
}

}  // namespace vernier
