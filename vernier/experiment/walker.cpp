#include "vernier/experiment/walker.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/experiment/parts.hpp"
#include "vernier/nn/compile_options.hpp"

namespace vernier::experiment {
namespace {

using Requirements = std::vector<Requirement>;

bool is_choice(const Json& json) { return json.is_object() && json.contains("choose"); }
bool is_repeat(const Json& json) { return json.is_object() && json.contains("repeat"); }

/// How an item of a list of layers is connected: on which named places it is called, and how its own is named.
struct Wiring {
  Json of;
  Json as;
};

Wiring take_wiring(Json& item) {
  Wiring wiring;
  if (!item.is_object()) return wiring;
  for (auto& [key, value] : {std::pair("of", &wiring.of), std::pair("as", &wiring.as)}) {
    if (!item.contains(key)) continue;
    *value = std::move(item[key]);
    item.erase(key);
  }
  return wiring;
}

Json wired(Json layer, const Wiring& wiring) {
  if (wiring.of.is_null() && wiring.as.is_null()) return layer;
  if (layer.is_string()) layer = {{layer.get<std::string>(), Json::object()}};
  if (!wiring.of.is_null()) layer["of"] = wiring.of;
  if (!wiring.as.is_null()) layer["as"] = wiring.as;
  return layer;
}

/// The one name of "relu" or {"dense": {...}}; empty for what is neither.
std::string part_name(const Json& part) {
  if (part.is_string()) return part.get<std::string>();
  if (part.is_object() && part.size() == 1) return part.begin().key();
  return {};
}

Path extended(Path path, std::string element, bool turn = false) {
  path.push_back({std::move(element), turn});
  return path;
}

/// Of a schedule or an initializer a bare number is the constant one.
bool takes_number(const OptionSpec& spec) { return spec.catalogue == "schedules" || spec.catalogue == "initializers"; }

Path part_path(const Path& path, const Json& part) {
  const std::string name = part_name(part);
  return name.empty() ? path : extended(path, name);
}

std::string name_value(const Json& json, const Path& path) {
  if (json.is_string() && !json.get<std::string>().empty()) return json.get<std::string>();
  throw InvalidArgument(fmt::format("{}: name is {}", to_text(path), json.dump()), "a text");
}

/// `path`, or the path of the name that the specification gives itself.
Path renamed(const Path& path, const Json& spec) {
  if (!spec.contains("name")) return path;
  Path own;
  std::copy_if(path.begin(), path.end(), std::back_inserter(own),
               [](const PathElement& element) { return element.turn; });
  return extended(std::move(own), name_value(spec["name"], path));
}

Json without_name(Json spec) {
  spec.erase("name");
  return spec;
}

/// Takes out of a range of real numbers what its value is multiplied by.
std::string take_times(Json& spec, const OptionSpec& option, const Path& path) {
  if (!spec.contains("times")) return {};
  const Json times = std::move(spec["times"]);
  spec.erase("times");
  if (!times.is_string() || !(option.type == OptionType::real || takes_number(option))) {
    throw InvalidArgument(fmt::format("{}: times is {}", to_text(path), times.dump()),
                          "an expression such as \"batch_size / 32\", in the range of a real number");
  }
  return times.get<std::string>();
}

/// dense, dense_2, dense_3: as Keras numbers the layers of one kind.
std::string numbered(const std::string& kind, std::map<std::string, int>& seen) {
  const int count = ++seen[kind];
  return count == 1 ? kind : fmt::format("{}_{}", kind, count);
}

void check_part_keys(const Json& item, const std::vector<std::string>& known, const Path& path) {
  for (const auto& [key, entry] : item.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw InvalidArgument(fmt::format("{}: unknown key '{}'", to_text(path), key), {}, suggest(key, known));
    }
  }
}

class Walk {
 public:
  explicit Walk(Visitor& visitor) : visitor_(visitor) {}

  /// A list of layers with repeats and choices inside; returns a flat list.
  Json layer_list(const Json& list, const Path& path, const Requirements& required) {
    if (!list.is_array() || list.empty()) {
      throw InvalidArgument(fmt::format("{}: {} is not a list of layers", to_text(path), list.dump()),
                            "a list such as [{dense: {units: 64}}, {dense: 1}]", "Begin each layer with '- '.");
    }
    Json layers = Json::array();
    std::map<std::string, int> seen;
    for (Json item : list) {
      const Wiring wiring = take_wiring(item);
      if (is_repeat(item) || is_choice(item)) {
        if (!wiring.of.is_null()) layers.push_back({{"of", wiring.of}});
        if (is_repeat(item)) {
          repeat(item, path, required, seen, layers);
        } else {
          for (Json& layer : choice(item, nullptr, extended(path, numbered("choice", seen)), required)) {
            layers.push_back(std::move(layer));
          }
        }
        if (!wiring.as.is_null()) layers.push_back({{"as", wiring.as}});
      } else if (item.is_object() && (item.empty() || item.contains("call") || item.contains("outputs"))) {
        check_part_keys(item, {item.contains("outputs") ? "outputs" : "call"}, path);
        layers.push_back(wired(item, wiring));
      } else {
        const std::string kind = part_name(item);
        const Path at = extended(path, numbered(kind.empty() ? "layer" : kind, seen));
        layers.push_back(wired(component(item, "layers", at, required), wiring));
      }
    }
    return layers;
  }

  /// The options of one entry or block: each a constant, a parameter, a choice, or a component with options of its own.
  Json options(const Json& given, const OptionTable& table, const Path& path, const Requirements& required) {
    Json filled = Json::object();
    for (const auto& [key, entry] : given.items()) {
      const OptionSpec* spec = table.find(key);
      if (spec == nullptr) table.check({{key, entry}}, to_text(path));  // throws with the nearest name
      filled[key] = value(entry, *spec, extended(path, key), required);
    }
    table.check(filled, to_text(path));
    return filled;
  }

 private:
  Json value(const Json& json, const OptionSpec& spec, const Path& path, const Requirements& required) {
    if (is_parameter(json)) {
      for (const Json& listed : json.value("values", Json::array())) check_listed(listed, spec, path);
      Json range = without_name(json);
      const std::string times = take_times(range, spec, path);
      return visitor_.parameter({renamed(path, json), std::move(range), &spec, required, times});
    }
    if (is_choice(json)) return choice(json, &spec, path, required).at(0);
    if (spec.catalogue.empty() || json.is_null() || json == "none") return json;
    if (json.is_number() && takes_number(spec)) return json;
    if (!json.is_array()) return component(json, spec.catalogue, part_path(path, json), required);
    Json items = Json::array();
    for (const Json& item : json) items.push_back(component(item, spec.catalogue, part_path(path, item), required));
    return items;
  }

  /// Of a list of values all are checked where it is read, not when a trial draws them.
  static void check_listed(const Json& listed, const OptionSpec& spec, const Path& path) {
    check_option(spec, listed, to_text(path));
    if (!spec.catalogue.empty() && listed.is_string() && listed != "none") {
      (void)options_of(spec.catalogue, listed.get<std::string>(), to_text(path));
    }
  }

  /// {"name": {options}} of a catalogue; `path` ends with the component's own element.
  Json component(const Json& json, const std::string& catalogue, const Path& path, const Requirements& required) {
    const std::string name = part_name(json);
    if (name.empty()) {
      throw InvalidArgument(fmt::format("{}: {} names no part", to_text(path), json.dump()),
                            "one name, or one name with its options such as {dense: {units: 64}}",
                            "Check the indentation.");
    }
    const OptionTable& table = options_of(catalogue, name, to_text(path));
    const Json given =
        json.is_string() ? Json::object() : expand_short_form(json.begin().value(), table, to_text(path));
    const Json filled = options(given, table, path, required);
    if (filled.empty()) return name;
    return {{name, filled}};
  }

  void repeat(const Json& item, const Path& path, const Requirements& required, std::map<std::string, int>& seen,
              Json& layers) {
    check_part_keys(item, {"repeat", "block", "shared"}, path);
    Json count = item["repeat"];
    if (count.is_number_integer()) count = {{"min", count}, {"max", count}};
    if (!is_parameter(count) || !count.value("min", Json()).is_number_integer() ||
        !count.value("max", Json()).is_number_integer() || count["min"] < 0 ||
        count["max"] < std::max<Json>(1, count["min"]) || count["max"] > 1000 || !item.contains("block")) {
      throw InvalidArgument(fmt::format("{}: repeat is {}", to_text(path), item["repeat"].dump()),
                            "{min, max, name} with integers from 0 to 1000, and a block",
                            "Write {repeat: {min: 1, max: 4, name: layers}, block: [...]}.");
    }
    const std::string name = count.contains("name") ? name_value(count["name"], path) : numbered("repeat", seen);
    const auto low = count["min"].get<std::int64_t>();
    const auto high = count["max"].get<std::int64_t>();
    if (item.contains("shared") && !item["shared"].is_boolean()) {
      throw InvalidArgument(fmt::format("{}: shared is {}", to_text(path), item["shared"].dump()), "true or false");
    }
    const bool shared = item.value("shared", false);
    const Path at = extended(path, name);
    const std::int64_t turns =
        low == high ? high : visitor_.parameter({at, without_name(count), nullptr, required}).get<std::int64_t>();
    for (std::int64_t turn = 0; turn < (visitor_.finding() ? high : turns); ++turn) {
      Requirements inner = required;
      if (shared ? low == 0 : turn >= low) inner.push_back({to_text(at), fmt::format(" > {}", shared ? 0 : turn)});
      const Path inside = shared ? at : extended(path, fmt::format("{}[{}]", name, turn), true);
      for (Json& layer : layer_list(item["block"], inside, inner)) layers.push_back(std::move(layer));
    }
  }

  /// The chosen alternative as a list: any number of layers where `spec` is null, else the one value of that option.
  Json choice(const Json& item, const OptionSpec* spec, const Path& path, const Requirements& required) {
    check_part_keys(item, {"choose", "name"}, path);
    const Path at = renamed(path, item);
    const Json& parts = item["choose"];
    if (!parts.is_array() || parts.empty()) {
      throw InvalidArgument(fmt::format("{}: choose is {}", to_text(at), parts.dump()), "a list of alternatives");
    }
    std::vector<std::string> labels;
    for (const Json& part : parts) {
      std::string label = part_name(part.is_array() && !part.empty() ? part[0] : part);
      if (part.is_number() || part.is_boolean()) label = part.dump();
      if (label.empty() || std::find(labels.begin(), labels.end(), label) != labels.end()) {
        throw InvalidArgument(fmt::format("{}: alternative {}", to_text(at), part.dump()),
                              "alternatives with different names");
      }
      labels.push_back(label);
    }
    const Json chosen = visitor_.parameter({at, {{"values", labels}, {"ordered", false}}, nullptr, required});
    Json result;
    for (std::size_t k = 0; k < parts.size(); ++k) {
      if (!visitor_.finding() && chosen != labels[k]) continue;
      Requirements inner = required;
      inner.push_back({to_text(at), fmt::format(" == '{}'", labels[k])});
      Json filled = Json::array();
      if (spec != nullptr) {
        filled.push_back(value(parts[k], *spec, path, inner));
      } else if (labels[k] != "none") {
        filled = layer_list(parts[k].is_array() ? parts[k] : Json::array({parts[k]}), path, inner);
      }
      if (chosen == labels[k]) result = std::move(filled);
    }
    return result;
  }

  Visitor& visitor_;
};

/// What is said of each output holds parameters and parts like everything else.
Json compile_block(const Json& given, Walk& pass) {
  Json common = given;
  common.erase("outputs");
  Json filled = pass.options(common, option_table<nn::CompileOptions>(), {{"compile"}}, {});
  if (!given.contains("outputs")) return filled;
  const Json& outputs = given["outputs"];
  if (!outputs.is_object() || outputs.empty()) {
    throw InvalidArgument(fmt::format("compile.outputs is {}", outputs.dump()), "NAME: {loss: ...} pairs");
  }
  for (const auto& [name, said] : outputs.items()) {
    const OptionTable& table = option_table<nn::OutputOptions>();
    const Path path{{"compile"}, {"outputs"}, {name}};
    filled["outputs"][name] = pass.options(expand_short_form(said, table, to_text(path)), table, path, {});
  }
  return filled;
}

}  // namespace

std::string to_text(const Path& path) {
  std::string text;
  for (const PathElement& element : path) text += (text.empty() ? "" : ".") + element.text;
  return text;
}

Json walk(const Json& source, Visitor& visitor) {
  Walk pass(visitor);
  Json filled;
  filled["model"] = pass.layer_list(source.at("model"), {{"model"}}, {});
  filled["compile"] = compile_block(source.at("compile"), pass);
  filled["fit"] = pass.options(source.at("fit"), option_table<FitBlock>(), {{"fit"}}, {});
  return filled;
}

}  // namespace vernier::experiment
