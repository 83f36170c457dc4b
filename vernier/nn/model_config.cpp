// Models from descriptions: a chain, a list with named places, or what to_config wrote.
#include <fmt/core.h>

#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

/// Builds a model from a list of layers in which places have names.
class WiringReader {
 public:
  WiringReader(Model& model, Graph& graph) : model_(model), graph_(graph) {}

  void add(Json item) {
    ++number_;
    if (const Json outputs = take(item, "outputs"); !outputs.is_null()) return set_outputs(item, outputs);
    const std::vector<Model::NodeId> of = places(take(item, "of"));
    const Json as = take(item, "as");
    if (of.size() == 1) current_ = of.front();
    if (item.is_object() && item.empty()) {
      if (of.size() > 1 || (of.empty() && as.is_null())) fail("names no layer", "a layer, one 'of' or one 'as'");
    } else if (item.is_object() && item.contains("call")) {
      current_ = model_.call(layer_named(item["call"]), sources(of, false));
    } else {
      const Component component = component_from_json(item, fmt::format("layer {}", number_));
      const bool enters = layers().get(component.name).name == "input";
      if (!enters && !current_ && of.empty()) current_ = model_.call(Component("input"), {});
      const std::vector<Model::NodeId> from = sources(of, enters);
      current_ = model_.call(model_.add_layer(component), from);
    }
    if (as.is_null()) return;
    if (!as.is_string() || !current_) fail(fmt::format("is named {}", as.dump()), "one text behind a layer");
    named_[as.get<std::string>()] = *current_;
  }

 private:
  static Json take(Json& item, const char* key) {
    if (!item.is_object() || !item.contains(key)) return nullptr;
    Json value = std::move(item[key]);
    item.erase(key);
    return value;
  }

  [[noreturn]] void fail(std::string_view what, std::string_view expected) const {
    throw InvalidArgument(fmt::format("layer {} {}", number_, what), expected);
  }

  [[nodiscard]] std::vector<Model::NodeId> places(const Json& of) const {
    std::vector<Model::NodeId> nodes;
    if (of.is_null()) return nodes;
    for (const Json& name : of.is_array() ? of : Json::array({of})) {
      const auto found = name.is_string() ? named_.find(name.get<std::string>()) : named_.end();
      if (found == named_.end()) {
        std::vector<std::string> known;
        for (const auto& [key, node] : named_) known.push_back(key);
        throw InvalidArgument(fmt::format("layer {} is called on {}", number_, name.dump()),
                              "the name that a layer before it has by 'as'",
                              name.is_string() && !known.empty() ? suggest(name.get<std::string>(), known) : "");
      }
      nodes.push_back(found->second);
    }
    return nodes;
  }

  /// The layer of an output is called as its place where it has no name of its own.
  void set_outputs(const Json& rest, const Json& names) {
    if (!rest.empty()) fail(fmt::format("names outputs and {}", rest.begin().key()), "the outputs alone");
    const std::vector<Model::NodeId> nodes = places(names);
    model_.set_outputs(nodes);
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      graph_.name_layer(graph_.nodes()[nodes[k]].layer, (names.is_array() ? names[k] : names).get<std::string>());
    }
  }

  [[nodiscard]] std::vector<Model::NodeId> sources(const std::vector<Model::NodeId>& of, bool enters) const {
    if (!of.empty() || enters) return of;
    if (!current_) fail("is called on nothing", "a layer before it");
    return {*current_};
  }

  [[nodiscard]] Model::LayerId layer_named(const Json& name) const {
    std::vector<std::string> known;
    for (const auto& layer : model_.layers()) known.push_back(layer->name());
    for (std::size_t k = 0; k < known.size(); ++k) {
      if (name == known[k]) return k;
    }
    throw InvalidArgument(fmt::format("layer {} calls {}", number_, name.dump()), "the name of a layer before it",
                          name.is_string() ? suggest(name.get<std::string>(), known) : "");
  }

  Model& model_;
  Graph& graph_;
  std::map<std::string, Model::NodeId> named_;
  std::optional<Model::NodeId> current_;
  int number_ = 0;
};

}  // namespace

Model Model::from_config(const Json& config, ModelOptions options) {
  Model model(std::move(options));
  if (config.is_array()) {
    WiringReader reader(model, *model.graph_);
    for (const Json& item : config) reader.add(item);
    return model;
  }
  if (!config.is_object() || !config.contains("layers") || !config["layers"].is_array() || !config.contains("nodes") ||
      !config["nodes"].is_array()) {
    throw InvalidArgument("a model's description is neither a list of layers nor a graph",
                          "[{\"dense\": {\"units\": 64}}, ...] or {\"layers\": [...], \"nodes\": [...]}");
  }
  for (const Json& layer : config["layers"]) model.add_layer(component_from_json(layer, "model"));
  try {
    for (const Json& node : config["nodes"]) {
      model.call(node.at("layer").get<LayerId>(), node.at("inputs").get<std::vector<NodeId>>());
    }
    if (config.contains("output")) model.set_outputs({config["output"].get<NodeId>()});
    if (config.contains("outputs")) model.set_outputs(config["outputs"].get<std::vector<NodeId>>());
  } catch (const Json::exception& error) {
    throw InvalidArgument(fmt::format("the nodes of a model's description are malformed ({})", error.what()),
                          "{\"layer\": 0, \"inputs\": [...]} for each");
  }
  return model;
}

void Model::append_chain(const Json& layers) {
  if (!layers.is_array()) {
    throw InvalidArgument("a list of layers is missing", "[{\"dense\": {\"units\": 64}}, ...]");
  }
  for (std::size_t i = 0; i < layers.size(); ++i)
    append(component_from_json(layers[i], fmt::format("layer {}", i + 1)));
}

void Model::append(const Component& layer) {
  const bool enters = nn::layers().get(layer.name).name == "input";
  if (graph_->nodes().empty() && !enters) call(Component("input"), {});
  if (enters) {
    if (!graph_->nodes().empty()) {
      throw InvalidArgument("an Input in the middle of a Sequential", "Input as the first layer only");
    }
    call(layer, {});
  } else {
    call(layer, {graph_->nodes().size() - 1});
  }
}

}  // namespace vernier::nn
