#include "apps/cli/data_options.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/dataset.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier::cli {
namespace {

// What the verb itself says by other means.
bool is_own_option(const OptionSpec& spec) {
  return spec.name == "path" || spec.name == "inputs" || spec.name == "seed";
}

std::string flag_name(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return "--" + name;
}

std::string value_name(const OptionSpec& spec) {
  if (!spec.choices.empty()) return join(spec.choices, "|");  // also of a list, since data here have one target
  if (spec.name == "target") return "COLUMN";
  if (spec.name == "targets") return "FILE";
  if (spec.name == "test") return "FILE|RULE";
  if (spec.name == "columns") return "COLUMN:KIND,...";
  if (spec.name == "header") return "auto|true|false";
  switch (spec.type) {
    case OptionType::integer:
    case OptionType::real: return "N";
    case OptionType::list: return "NAME,...";
    default: return "TEXT";
  }
}

std::string default_text(const OptionSpec& spec) {
  if (spec.fallback.is_array() && spec.fallback.size() == 1) return spec.fallback[0].get<std::string>();
  if (spec.fallback.is_string()) return spec.fallback.get<std::string>();
  return spec.fallback.is_number() ? spec.fallback.dump() : "";
}

// --test FILE, 0.2, "last: 1797", "{last: 1797}" or "i % 10 == 9".
Json test_value(const std::string& text) {
  if (std::filesystem::exists(text)) return text;
  if (const auto number = parse_number(text)) return *number;
  if (text.find_first_of("%=<>") != std::string::npos && text.find(':') == std::string::npos) return {{"rows", text}};
  return text.find(':') == std::string::npos ? Json(text) : yaml_to_json(text, "--test");
}

// --columns age:numeric,zip:ignore or {income: {strip: "."}}.
Json columns_value(const std::string& text) {
  if (trim(text).starts_with("{")) return yaml_to_json(text, "--columns");
  Json json = Json::object();
  for (const std::string& part : split(text, ',')) {
    const std::size_t colon = part.rfind(':');
    if (colon == std::string::npos || colon == 0) {
      throw InvalidArgument(fmt::format("--columns has '{}'", part), "COLUMN:KIND such as zip:category");
    }
    json[std::string(trim(std::string_view(part).substr(0, colon)))] = trim(std::string_view(part).substr(colon + 1));
  }
  return json;
}

Json option_value(const OptionSpec& spec, const std::string& text) {
  if (spec.name == "test") return test_value(text);
  if (spec.name == "columns") return columns_value(text);
  if (spec.name == "header" && text != "auto") {
    if (text != "true" && text != "false")
      throw InvalidArgument(fmt::format("--header is '{}'", text), "auto, true or false");
    return text == "true";
  }
  switch (spec.type) {
    case OptionType::integer:
    case OptionType::real: {
      const auto number = parse_number(text);
      if (!number) throw InvalidArgument(fmt::format("{} is '{}'", flag_name(spec.name), text), "a number");
      if (spec.type == OptionType::integer && *number == static_cast<double>(static_cast<std::int64_t>(*number))) {
        return static_cast<std::int64_t>(*number);
      }
      return *number;
    }
    case OptionType::list: return spec.choices.empty() ? Json(split(text, ',')) : Json(text);
    default: return text;
  }
}

}  // namespace

bool is_experiment(const std::string& path) {
  if (path.ends_with(".yaml") || path.ends_with(".yml")) return true;
  if (!path.ends_with(".json") || !std::filesystem::is_regular_file(path)) return false;
  const Json json = Json::parse(read_file(path), nullptr, false);
  return json.is_object() && json.contains("model");
}

void DataFlags::add(CLI::App& app) {
  for (const OptionSpec& spec : option_table<DataOptions>().rows()) {
    if (is_own_option(spec)) continue;
    Flag& flag = flags_[spec.name];
    flag.option = app.add_option(flag_name(spec.name), flag.text, spec.help)->group("Data");
    flag.option->type_name(value_name(spec));
    flag.option->default_str(default_text(spec));
  }
}

bool DataFlags::given() const {
  return std::any_of(flags_.begin(), flags_.end(), [](const auto& item) { return item.second.option->count() > 0; });
}

Json DataFlags::block(const std::string& path) const {
  Json json = Json::object();
  for (const OptionSpec& spec : option_table<DataOptions>().rows()) {
    const auto flag = flags_.find(spec.name);
    if (flag == flags_.end() || flag->second.option->count() == 0) continue;
    json[spec.name] = option_value(spec, flag->second.text);
  }
  json[json.contains("targets") ? "inputs" : "path"] = path;
  return json;
}

Experiment DataFlags::experiment(const std::string& path, const std::string& data_folder) const {
  if (given()) {
    throw InvalidArgument("options of the data are given with an experiment file", {},
                          "Write them into its data: block.");
  }
  Experiment experiment = read_experiment(path);
  if (!data_folder.empty()) experiment.folder = data_folder;
  return experiment;
}

}  // namespace vernier::cli
