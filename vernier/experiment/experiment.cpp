#include "vernier/experiment/experiment.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/experiment/walker.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier {
namespace {

using experiment::Found;
using experiment::Path;

/// Collects every parameter once; stands the first legal value in its place.
class Finder : public experiment::Visitor {
 public:
  Json parameter(const Found& found) override {
    const std::string path = to_text(found.path);
    const auto [known, fresh] = index_.try_emplace(path, found_.size());
    if (fresh) {
      found_.push_back(found);
    } else if (found_[known->second].spec != found.spec) {
      throw InvalidArgument(fmt::format("{}: two parameters of this name", path), "one range for one name",
                            "Give one of them another 'name:'.");
    }
    const bool listed = found.spec.contains("values");
    if (listed && (!found.spec["values"].is_array() || found.spec["values"].empty())) {
      throw InvalidArgument(fmt::format("{}: values is {}", path, found.spec["values"].dump()), "a list of values");
    }
    return listed ? found.spec["values"][0] : found.spec["min"];
  }
  [[nodiscard]] bool finding() const override { return true; }
  [[nodiscard]] const std::vector<Found>& found() const { return found_; }

 private:
  std::vector<Found> found_;
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
std::map<std::string, std::string> short_names(const std::vector<Found>& found) {
  std::map<std::string, std::string> names;
  std::size_t longest = 1;
  for (const Found& item : found) longest = std::max(longest, item.path.size());
  for (std::size_t count = 1; count <= longest; ++count) {
    std::map<std::string, int> uses;
    for (const Found& item : found) ++uses[last_elements(item.path, count)];
    for (const Found& item : found) {
      const std::string name = last_elements(item.path, count);
      if (uses[name] == 1) names.try_emplace(to_text(item.path), name);
    }
  }
  return names;
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
    return to_json(value->second);
  }
  [[nodiscard]] bool finding() const override { return false; }

 private:
  const std::map<std::string, std::string>& names_;
  const ParamMap& params_;
};

/// The range as the option that it fills takes it: a real option is never rounded, an integer one always whole.
Distribution distribution_of(const Found& found, const std::string& name) {
  Json spec = found.spec;
  spec.erase("when");
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

SearchSpace space_of(const std::vector<Found>& found, const Json& constraints) {
  const auto names = short_names(found);
  SearchSpace space;
  for (const Found& item : found) {
    const std::string& name = names.at(to_text(item.path));
    std::string when;
    for (const auto& requirement : item.requirements) {
      when += (when.empty() ? "" : " and ") + names.at(requirement.parameter) + requirement.relation;
    }
    if (item.spec.contains("when")) {
      when += fmt::format("{}({})", when.empty() ? "" : " and ", item.spec["when"].get<std::string>());
    }
    space.add(name, distribution_of(item, name), when);
  }
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
  static const std::vector<std::string> known{"data", "model", "compile", "fit", "objective", "constraints", "study"};
  if (!json.is_object())
    throw InvalidArgument(fmt::format("{}: not an experiment", name), "keys model, compile and fit");
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw InvalidArgument(fmt::format("{}: unknown key '{}'", name, key), {}, suggest(key, known));
    }
  }
  for (const char* part : {"model", "compile"}) {
    if (!json.contains(part)) {
      throw InvalidArgument(fmt::format("{}: '{}' is missing", name, part), "keys data, model, compile and fit");
    }
  }
  if (!json["compile"].is_object() || !json["compile"].contains("loss")) {
    throw InvalidArgument(fmt::format("{}: compile has no loss", name), "what training minimises",
                          "Add loss: binary_crossentropy, or another of `vernier list losses`.");
  }
  Experiment experiment;
  experiment.name = name;
  experiment.folder = folder;
  experiment.data = json.value("data", Json::object());
  experiment.study = json.value("study", Json::object());
  experiment.goal = goal_from_json(json.value("objective", Json::object()));
  experiment.source = {
      {"model", json["model"]}, {"compile", json["compile"]}, {"fit", json.value("fit", Json::object())}};
  Finder finder;
  (void)experiment::walk(experiment.source, finder);
  experiment.space = space_of(finder.found(), json.value("constraints", Json::array()));
  return experiment;
}

Experiment read_experiment(const std::filesystem::path& path) {
  const Json json = yaml_to_json(read_file(path), path.string());
  try {
    return experiment_from_json(json, path.stem().string(), path.parent_path());
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace vernier
