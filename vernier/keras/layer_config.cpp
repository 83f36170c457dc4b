#include "vernier/keras/layer_config.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/keras/json_text.hpp"
#include "vernier/keras/load.hpp"
#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/layers/layer.hpp"

namespace vernier::keras {
namespace {

/// Options of Keras that say nothing of what a trained model computes.
constexpr std::array ignored_options{"name",     "trainable",       "seed",
                                     "unroll",   "implementation",  "synchronized",
                                     "optional", "renorm_clipping", "renorm_momentum"};

std::string clipped(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

/// "GlorotUniform" is "glorot_uniform", "Conv2D" "conv2d", "PReLU" "prelu".
bool same_name(std::string_view class_name, std::string_view entry) {
  std::size_t at = 0;
  for (const char letter : entry) {
    if (letter == '_') continue;
    if (at == class_name.size()) return false;
    const char given = class_name[at++];
    if ((given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given) != letter) return false;
  }
  return at == class_name.size();
}

template <class Info>
const Info* find_class(const Catalogue<Info>& catalogue, std::string_view class_name) {
  for (const Info* const info : catalogue.all()) {
    if (same_name(class_name, info->name)) return info;
  }
  return nullptr;
}

Json translated(const Json& saved, const OptionTable& table, const std::string& where);

/// What class a saved object is of, which must be Keras's own.
std::string class_of(const Json& saved, const std::string& where) {
  const std::string name = text_of(saved, "class_name", where);
  const Json own = saved.value("registered_name", Json());
  if (!own.is_null()) {
    throw Unsupported(fmt::format("{}: '{}' is a class of the user's", where, name),
                      "Keras's own layers and functions");
  }
  return name;
}

template <class Info>
Json part_from_config(const Json& saved, const Catalogue<Info>& catalogue, const std::string& where) {
  if (saved.is_null() || saved.is_string()) return saved;
  if (!saved.is_object()) throw BadData(fmt::format("{} is {}", where, clipped(saved)), "a name or an object");
  const std::string name = class_of(saved, where);
  const Info* const info = find_class(catalogue, name);
  if (info == nullptr) {
    throw Unsupported(fmt::format("{}: there is no {} '{}'", where, catalogue.kind(), name),
                      fmt::format("one of 'vernier list {}s'", catalogue.kind()));
  }
  return {{info->name, translated(member(saved, "config", Json::value_t::object, where), info->options, where)}};
}

Json component_from_config(const Json& saved, const OptionSpec& spec, const std::string& where) {
  if (spec.catalogue == "layers") return to_json(layer_from_config(saved, where));
  if (spec.catalogue == "activations") return part_from_config(saved, nn::activations(), where);
  if (spec.catalogue == "regularizers") return part_from_config(saved, nn::regularizers(), where);
  return part_from_config(saved, nn::initializers(), where);
}

/// float32 as a name or a policy; others compute something else.
void check_type(const Json& type, const std::string& where) {
  Json name = type;
  if (type.is_object()) name = type.value("config", Json::object()).value("name", Json());
  if (!name.is_null() && name != "float32") {
    throw Unsupported(fmt::format("{} computes in {}", where, clipped(name)), "float32");
  }
}

/// Whether an option that nn has not is at the value that nn's layers have.
bool is_neutral(const std::string& key, const Json& value) {
  if (value.is_null() || value == false) return true;
  if (key == "data_format") return value == "channels_last";
  if (key == "axis") return value == -1 || value == Json::array({-1});
  if (key == "attention_axes") return value == Json::array({1});
  return std::ranges::find(ignored_options, key) != ignored_options.end();
}

/// Extents, windows, strides: products of any two of them are numbers still.
constexpr double largest_extent = 1 << 30;
/// Lists of other numbers.
constexpr std::array lists_of_reals{"mean", "variance", "scale", "offset"};

void check_extents(const std::string& key, const Json& value, const std::string& place) {
  if (value.is_array()) {
    for (const Json& item : value) check_extents(key, item, place);
  } else if (value.is_number() && std::abs(value.get<double>()) > largest_extent &&
             std::ranges::find(lists_of_reals, key) == lists_of_reals.end()) {
    throw BadData(fmt::format("{} has {}", place, clipped(value)), fmt::format("numbers up to {}", largest_extent));
  }
}

/// The form that nn takes: a number for a list of one, nothing for null where nn has a default of another kind.
Json value_for(const OptionSpec& spec, const Json& value) {
  if (spec.type == OptionType::integer && value.is_array() && value.size() == 1) return value[0];
  return value;
}

Json translated(const Json& saved, const OptionTable& table, const std::string& where) {
  Json options = Json::object();
  for (const auto& [key, value] : saved.items()) {
    const std::string place = fmt::format("{}: option '{}'", where, key);
    if (key == "dtype") {
      check_type(value, where);
    } else if (const OptionSpec* const spec = table.find(key)) {
      if (value.is_null() && !spec->nullable) continue;
      if (spec->type == OptionType::integer || spec->type == OptionType::list) check_extents(key, value, place);
      options[key] =
          spec->type == OptionType::component ? component_from_config(value, *spec, place) : value_for(*spec, value);
    } else if (!is_neutral(key, value)) {
      throw Unsupported(fmt::format("{} is {}", place, clipped(value)), "a layer without it");
    }
  }
  return options;
}

/// Where an axis is counted from the front, the last one is -1 too.
Json with_last_axis(Json config, const Json& saved) {
  const auto axis = config.find("axis");
  if (axis == config.end()) return config;
  const Json shape = saved.value("build_config", Json::object()).value("input_shape", Json::array());
  const Json last = static_cast<std::int64_t>(shape.size()) - 1;
  if (*axis == last || *axis == Json::array({last})) *axis = -1;
  return config;
}

/// Keras describes both layers; nn takes the first and turns it round.
Json bidirectional_config(Json config, const std::string& where) {
  const auto normal = [&](const char* key) {
    Json layer = member(config, key, Json::value_t::object, where);
    Json& options = layer["config"];
    if (!options.is_object()) throw BadData(fmt::format("{}: '{}' has no config", where, key));
    for (const char* own : {"name", "go_backwards", "dtype"}) options.erase(own);
    Component component = layer_from_config(layer, where);
    return to_json(component);
  };
  if (normal("layer") != normal("backward_layer")) {
    throw Unsupported(fmt::format("{}: a backward_layer that differs from the layer", where),
                      "the same layer both ways");
  }
  Json& forward = config["layer"]["config"];
  const std::string name = forward.value("name", std::string());
  if (name.starts_with("forward_")) forward["name"] = name.substr(std::string_view("forward_").size());
  config.erase("backward_layer");
  return config;
}

}  // namespace

bool can_read(std::string_view layer) {
  return layer != "random_crop";  // Keras leaves images whole at inference
}

Component layer_from_config(const Json& saved, const std::string& where) {
  const std::string name = class_of(saved, where);
  const nn::LayerInfo* const info = find_class(nn::layers(), name == "InputLayer" ? "Input" : name);
  if (info == nullptr || !can_read(info->name) || text_of(saved, "module", where) != "keras.layers") {
    throw Unsupported(fmt::format("{}: there is no layer '{}'", where, name), "layers of 'vernier list layers'",
                      "docs/formats/keras.md lists what is read.");
  }
  Json config = member(saved, "config", Json::value_t::object, where);
  if (info->name == "bidirectional") config = bidirectional_config(std::move(config), where);
  if (info->name == "input") {
    Json shape = member(config, "batch_shape", Json::value_t::array, where);
    if (shape.empty()) throw BadData(fmt::format("{}: a batch_shape without axes", where));
    shape.erase(shape.begin());
    if (std::ranges::any_of(shape, [](const Json& extent) { return !extent.is_number_integer(); })) {
      throw Unsupported(fmt::format("{}: samples of shape {}", where, clipped(shape)), "extents that are known",
                        "Give the Input its shape, and save the model again.");
    }
    check_extents("shape", shape, where);
    return {info->name, {{"shape", shape}, {"name", config.value("name", Json(""))}}};
  }
  return {info->name, translated(with_last_axis(std::move(config), saved), info->options, where)};
}

}  // namespace vernier::keras
