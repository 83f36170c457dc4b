#include "vernier/keras/graph_config.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/keras/json_text.hpp"
#include "vernier/keras/layer_config.hpp"
#include "vernier/keras/layer_folders.hpp"

namespace vernier::keras {
namespace {

/// The k-th call of a layer.
struct CallReference {
  std::string layer;
  std::size_t call = 0;
  friend auto operator<=>(const CallReference&, const CallReference&) = default;
};

struct SavedCall {
  std::vector<CallReference> inputs;
  bool masked = false;  ///< Keras notes a mask that it hands on
  bool causal = false;
};

struct SavedLayer {
  const Json* config = nullptr;
  std::string where;
  std::string folder{};
  std::optional<nn::Model::LayerId> id{};
  bool causal = false;
};

/// {"class_name": "__keras_tensor__", "config": {"keras_history": [layer, call, output]}}
bool is_tensor(const Json& value) { return value.is_object() && value.value("class_name", "") == "__keras_tensor__"; }

CallReference reference_of(const Json& history, const std::string& where) {
  if (!history.is_array() || history.size() != 3 || !history[0].is_string() || !history[1].is_number_unsigned()) {
    throw BadData(
        fmt::format("{}: an input is {}", where, history.dump(-1, ' ', false, Json::error_handler_t::replace)),
        "[layer, call, output]");
  }
  if (history[2] != 0)
    throw Unsupported(fmt::format("{}: the second output of a layer", where), "layers of one output");
  return {history[0].get<std::string>(), history[1].get<std::size_t>()};
}

CallReference tensor_of(const Json& value, const std::string& where) {
  const Json& config = member(value, "config", Json::value_t::object, where);
  return reference_of(member(config, "keras_history", Json::value_t::array, where), where);
}

[[noreturn]] void refuse_argument(const std::string& where, std::string_view name) {
  throw Unsupported(fmt::format("{}: a call with '{}'", where, name), "calls of inputs alone");
}

/// What attention may be given by name, in the order of its inputs.
constexpr std::array attention_sources{"query", "value", "key"};

bool is_source(std::string_view name) { return std::ranges::find(attention_sources, name) != attention_sources.end(); }

/// Masks that are handed on are noted by Keras as well.
void read_named_argument(SavedCall& call, const std::string& name, const Json& value, const std::string& where) {
  if (name == "mask" && (is_tensor(value) || value.is_array())) {
    call.masked = true;
  } else if (name == "use_causal_mask" && value.is_boolean()) {
    call.causal = value.get<bool>();
  } else if (is_source(name) && is_tensor(value)) {
    call.inputs.push_back(tensor_of(value, where));
  } else if (!value.is_null() && value != false && name != "training") {  // predictions have their own
    refuse_argument(where, name);
  }
}

SavedCall call_of(const Json& node, const std::string& where) {
  SavedCall call;
  for (const Json& argument : member(node, "args", Json::value_t::array, where)) {
    if (is_tensor(argument)) {
      call.inputs.push_back(tensor_of(argument, where));
    } else if (argument.is_array()) {
      for (const Json& item : argument) {
        if (!is_tensor(item)) refuse_argument(where, "args");
        call.inputs.push_back(tensor_of(item, where));
      }
    } else if (!argument.is_null()) {
      refuse_argument(where, "args");
    }
  }
  const Json& named = member(node, "kwargs", Json::value_t::object, where);
  for (const char* const source : attention_sources) {
    if (named.contains(source)) read_named_argument(call, source, named[source], where);
  }
  for (const auto& [name, value] : named.items()) {
    if (!is_source(name)) read_named_argument(call, name, value, where);
  }
  return call;
}

/// [layer, call, output], or a list of these.
std::vector<CallReference> references_of(const Json& list, const std::string& where) {
  if (!list.empty() && list[0].is_string()) return {reference_of(list, where)};
  std::vector<CallReference> references;
  for (const Json& item : list) references.push_back(reference_of(item, where));
  return references;
}

class FunctionalReader {
 public:
  FunctionalReader(const Json& config, std::string where) : config_(config), where_(std::move(where)) {}

  SavedModel read() {
    index_layers();
    for (const CallReference& input : references("input_layers")) enter(input);
    std::vector<nn::Model::NodeId> outputs;
    for (const CallReference& output : references("output_layers")) outputs.push_back(reach(output));
    result_.model.set_outputs(outputs);
    return std::move(result_);
  }

 private:
  void index_layers() {
    LayerFolders folders;
    for (const Json& saved : member(config_, "layers", Json::value_t::array, where_)) {
      const std::string name = text_of(saved, "name", where_);
      SavedLayer layer{&saved, fmt::format("{}: layer '{}'", where_, name)};
      // operations, such as those that compute masks, have no weights
      if (text_of(saved, "module", layer.where) == "keras.layers") {
        layer.folder = folders.next(text_of(saved, "class_name", layer.where));
      }
      if (!layers_.emplace(name, std::move(layer)).second) {
        throw BadData(fmt::format("{}: two layers are named '{}'", where_, name), "names that differ");
      }
    }
  }

  std::vector<CallReference> references(const char* key) const {
    return references_of(member(config_, key, Json::value_t::array, where_), where_);
  }

  SavedLayer& layer_of(const CallReference& at) {
    const auto found = layers_.find(at.layer);
    if (found == layers_.end()) throw BadData(fmt::format("{}: there is no layer '{}'", where_, at.layer));
    return found->second;
  }

  SavedCall call_at(const CallReference& at) {
    const SavedLayer& layer = layer_of(at);
    const Json& nodes = member(*layer.config, "inbound_nodes", Json::value_t::array, layer.where);
    if (at.call >= nodes.size()) throw BadData(fmt::format("{}: there is no call {}", layer.where, at.call));
    return call_of(nodes[at.call], layer.where);
  }

  void enter(const CallReference& at) {
    SavedLayer& layer = layer_of(at);
    const Component input = layer_from_config(*layer.config, layer.where);
    if (input.name != "input" || at.call != 0 || nodes_.contains(at)) {
      throw BadData(fmt::format("{}: it is no input of its own", layer.where), "an InputLayer");
    }
    add_node(at, result_.model.call(input, {}), false);
  }

  /// Calls what a call takes before it, without recursion: a file may chain as many layers as it likes.
  nn::Model::NodeId reach(const CallReference& target) {
    std::set<CallReference> open;
    std::vector<CallReference> path{target};
    while (!path.empty()) {
      const CallReference at = path.back();
      if (nodes_.contains(at)) {
        path.pop_back();
        continue;
      }
      const SavedCall call = call_at(at);
      const std::size_t before = path.size();
      for (const CallReference& input : call.inputs) {
        if (!nodes_.contains(input)) path.push_back(input);
      }
      if (path.size() == before) {
        make_call(at, call);
      } else if (!open.insert(at).second) {
        throw BadData(fmt::format("{}: it takes its own output", layer_of(at).where), "calls that follow one another");
      }
    }
    return nodes_.at(target).id;
  }

  void make_call(const CallReference& at, const SavedCall& call) {
    SavedLayer& layer = layer_of(at);
    if (call.inputs.empty()) throw BadData(fmt::format("{}: a call without inputs", layer.where));
    if (!layer.id) {
      Component component = layer_from_config(*layer.config, layer.where);
      if (component.name == "multi_head_attention") {
        layer.causal = call.causal;
        component.options["use_causal_mask"] = call.causal;
      }
      layer.id = result_.model.add_layer(component);
      result_.places.push_back({component, *layer.id, "layers/" + layer.folder});
    }
    if (call.causal != layer.causal) refuse_argument(layer.where, "use_causal_mask");
    std::vector<nn::Model::NodeId> inputs;
    bool masked = false;
    for (const CallReference& input : call.inputs) {
      inputs.push_back(nodes_.at(input).id);
      masked = masked || nodes_.at(input).masked;
    }
    if (call.masked && !masked) refuse_argument(layer.where, "mask");  // not one that inputs bring
    const nn::Layer& built = *result_.model.layers()[*layer.id];
    const bool starts = built.mask_role() == nn::MaskRole::makes && inputs.size() == 1;  // embedding, masking
    add_node(at, result_.model.call(*layer.id, inputs), starts || (masked && built.mask_role() != nn::MaskRole::ends));
  }

  struct Reached {
    nn::Model::NodeId id = 0;
    bool masked = false;
  };
  void add_node(const CallReference& at, nn::Model::NodeId id, bool masked) { nodes_[at] = {id, masked}; }

  const Json& config_;
  std::string where_;
  SavedModel result_;
  std::map<std::string, SavedLayer> layers_;
  std::map<CallReference, Reached> nodes_;
};

SavedModel read_sequential(const Json& config, const std::string& where) {
  SavedModel result;
  LayerFolders folders;
  std::size_t count = 0;
  for (const Json& saved : member(config, "layers", Json::value_t::array, where)) {
    const std::string place = fmt::format("{}: layer {}", where, count + 1);
    const Component layer = layer_from_config(saved, place);
    if ((layer.name == "input") != (count == 0)) {
      throw Unsupported(fmt::format("{} is '{}'", place, layer.name), "an InputLayer first, and only there",
                        "Begin the Sequential with keras.Input, and save it again.");
    }
    const std::string folder = "layers/" + folders.next(text_of(saved, "class_name", place));
    const nn::Model::LayerId id = result.model.add_layer(layer);
    const std::vector<nn::Model::NodeId> inputs(count == 0 ? 0 : 1, count - 1);
    (void)result.model.call(id, inputs);
    if (count++ > 0) result.places.push_back({layer, id, folder});
  }
  if (count == 0) throw BadData(fmt::format("{}: the model has no layers", where), "at least one");
  return result;
}

}  // namespace

SavedModel read_model_config(std::string_view text, const std::string& where) {
  const Json saved = parse_object(text, where);
  try {
    const std::string kind = text_of(saved, "class_name", where);
    const Json& config = member(saved, "config", Json::value_t::object, where);
    if (kind == "Sequential") return read_sequential(config, where);
    if (kind == "Functional") return FunctionalReader(config, where).read();
    throw Unsupported(fmt::format("{}: a model of the class '{}'", where, kind), "a Sequential or Functional model");
  } catch (const InvalidArgument& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  } catch (const InvalidState& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  }
}

}  // namespace vernier::keras
