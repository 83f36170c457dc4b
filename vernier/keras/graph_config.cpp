#include "vernier/keras/graph_config.hpp"

#include <fmt/core.h>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/keras/call_config.hpp"
#include "vernier/keras/json_text.hpp"
#include "vernier/keras/layer_config.hpp"
#include "vernier/keras/layer_folders.hpp"

namespace vernier::keras {
namespace {

constexpr std::size_t most_calls = 100'000;  // models in models multiply

/// A value of nn's graph.
struct Reached {
  nn::Model::NodeId id = 0;
  bool masked = false;
};

/// What a call of a layer gave: a value, or a call of the model that it is.
struct Called {
  Reached value{};
  std::optional<std::size_t> nested_call{};
};

class GraphReader;

struct SavedLayer {
  const Json* config = nullptr;
  std::string where;
  std::string folder{};
  std::string before{};  ///< in a Sequential: the layer before it
  std::optional<nn::Model::LayerId> id{};
  std::unique_ptr<GraphReader> nested{};  ///< of a model that is called like a layer
  bool causal = false;
};

bool is_model(const Json& saved, const std::string& where) {
  const std::string name = text_of(saved, "class_name", where);
  return (name == "Sequential" || name == "Functional") && text_of(saved, "module", where) != "keras.layers";
}

/// Adds the layers and calls of a saved model to one of nn. Layers of a model in a model are named "inner/dense".
class GraphReader {
 public:
  GraphReader(const Json& saved, std::string where, std::string prefix, std::string folder, SavedModel& result)
      : config_(member(saved, "config", Json::value_t::object, where)),
        where_(std::move(where)),
        prefix_(std::move(prefix)),
        folder_(std::move(folder)),
        sequential_(saved["class_name"] == "Sequential"),
        result_(result) {
    index_layers();
  }

  /// A call on these values, or where there are none on inputs of its own; what it is known by.
  std::size_t begin_call(const std::vector<Reached>& given) {
    calls_.emplace_back();
    now_ = &calls_.back();
    const std::vector<TensorReference> inputs = ends("input_layers", first_);
    if (!given.empty() && given.size() != inputs.size()) {
      throw BadData(fmt::format("{}: a call on {} inputs", where_, given.size()), fmt::format("{}", inputs.size()));
    }
    for (std::size_t k = 0; k < inputs.size(); ++k) enter(inputs[k].at, given.empty() ? nullptr : &given[k]);
    return calls_.size() - 1;
  }
  [[nodiscard]] std::size_t output_count() const { return ends("output_layers", last_).size(); }
  /// The k-th output of a call; what no output asks for is never called.
  Reached output(std::size_t call, std::size_t k) {
    now_ = &calls_[call];
    const std::vector<TensorReference> outputs = ends("output_layers", last_);
    if (k >= outputs.size()) throw BadData(fmt::format("{}: there is no output {}", where_, k));
    reach(outputs[k].at);
    return value_of(outputs[k]);
  }

 private:
  void index_layers() {
    LayerFolders folders;
    for (const Json& saved : member(config_, "layers", Json::value_t::array, where_)) {
      const std::string place = fmt::format("{}: layer {}", where_, layers_.size() + 1);
      const std::string name = text_of(member(saved, "config", Json::value_t::object, place), "name", place);
      SavedLayer layer{.config = &saved, .where = fmt::format("{}: layer '{}{}'", where_, prefix_, name)};
      // operations, such as those that compute masks, have no weights
      if (text_of(saved, "module", layer.where) == "keras.layers" || is_model(saved, layer.where)) {
        layer.folder = folder_ + "layers/" + folders.next(text_of(saved, "class_name", layer.where));
      }
      if (first_.empty()) first_ = name;
      layer.before = std::exchange(last_, name);
      if (!layers_.emplace(name, std::move(layer)).second) {
        throw BadData(fmt::format("{}: two layers are named '{}'", where_, name), "names that differ");
      }
    }
    if (layers_.empty()) throw BadData(fmt::format("{}: the model has no layers", where_), "at least one");
  }

  /// Where data enter or leave.
  std::vector<TensorReference> ends(const char* key, const std::string& of_sequential) const {
    if (sequential_) return {{{of_sequential, 0}, 0}};
    return tensors_from_config(member(config_, key, Json::value_t::array, where_), where_);
  }

  SavedLayer& layer_of(const CallReference& at) {
    const auto found = layers_.find(at.layer);
    if (found == layers_.end()) throw BadData(fmt::format("{}: there is no layer '{}'", where_, at.layer));
    return found->second;
  }

  SavedCall call_at(const CallReference& at) {
    const SavedLayer& layer = layer_of(at);
    if (sequential_) return {.inputs = {{{layer.before, 0}, 0}}};
    const Json& nodes = member(*layer.config, "inbound_nodes", Json::value_t::array, layer.where);
    if (at.call >= nodes.size()) throw BadData(fmt::format("{}: there is no call {}", layer.where, at.call));
    return call_from_config(nodes[at.call], layer.where);
  }

  Component component_of(const SavedLayer& layer) const {
    Component component = layer_from_config(*layer.config, layer.where);
    if (!prefix_.empty()) component.options["name"] = prefix_ + component.options.value("name", component.name);
    return component;
  }

  void enter(const CallReference& at, const Reached* given) {
    const SavedLayer& layer = layer_of(at);
    const Component input = component_of(layer);
    if (input.name != "input" || at.call != 0 || now_->contains(at)) {
      throw Unsupported(fmt::format("{}: data enter there", layer.where), "an InputLayer for each input",
                        "Begin the model with keras.Input, and save it again.");
    }
    (*now_)[at] = {.value = given != nullptr ? *given : Reached{result_.model.call(input, {})}};
  }

  Reached value_of(const TensorReference& tensor) {
    const Called& called = now_->at(tensor.at);
    if (called.nested_call) return layer_of(tensor.at).nested->output(*called.nested_call, tensor.output);
    if (tensor.output == 0) return called.value;
    throw Unsupported(fmt::format("{}: its output {}", layer_of(tensor.at).where, tensor.output),
                      "layers of one output");
  }

  /// Calls what a call takes before it, without recursion: a file may chain as many layers as it likes.
  void reach(const CallReference& target) {
    std::set<CallReference> open;
    std::vector<CallReference> path{target};
    while (!path.empty()) {
      const CallReference at = path.back();
      if (now_->contains(at)) {
        path.pop_back();
        continue;
      }
      const SavedCall call = call_at(at);
      const std::size_t before = path.size();
      for (const TensorReference& input : call.inputs) {
        if (!now_->contains(input.at)) path.push_back(input.at);
      }
      if (path.size() == before) {
        make_call(at, call);
      } else if (!open.insert(at).second) {
        throw BadData(fmt::format("{}: it takes its own output", layer_of(at).where), "calls that follow one another");
      }
    }
  }

  void make_call(const CallReference& at, const SavedCall& call) {
    SavedLayer& layer = layer_of(at);
    if (call.inputs.empty()) throw BadData(fmt::format("{}: a call without inputs", layer.where));
    if (++result_.calls > most_calls) throw Unsupported(fmt::format("{}: more than {} calls", where_, most_calls));
    std::vector<Reached> inputs;
    bool masked = false;
    for (const TensorReference& input : call.inputs) {
      inputs.push_back(value_of(input));
      masked = masked || inputs.back().masked;
    }
    if (call.masked && !masked) refuse_argument(layer.where, "mask");  // not one that inputs bring
    if (is_model(*layer.config, layer.where)) {
      if (layer.nested == nullptr) {
        layer.nested =
            std::make_unique<GraphReader>(*layer.config, where_, prefix_ + at.layer + "/", layer.folder + "/", result_);
      }
      (*now_)[at] = {.nested_call = layer.nested->begin_call(inputs)};
    } else {
      (*now_)[at] = {.value = call_layer(layer, call, inputs, masked)};
    }
  }

  Reached call_layer(SavedLayer& layer, const SavedCall& call, const std::vector<Reached>& inputs, bool masked) {
    if (!layer.id) {
      Component component = component_of(layer);
      if (component.name == "multi_head_attention") {
        layer.causal = call.causal;
        component.options["use_causal_mask"] = call.causal;
      }
      layer.id = result_.model.add_layer(component);
      result_.places.push_back({component, *layer.id, layer.folder});
    }
    if (call.causal != layer.causal) refuse_argument(layer.where, "use_causal_mask");
    std::vector<nn::Model::NodeId> nodes;
    for (const Reached& input : inputs) nodes.push_back(input.id);
    const nn::MaskRole role = result_.model.layers()[*layer.id]->mask_role();
    const bool starts = role == nn::MaskRole::makes && inputs.size() == 1;  // embedding, masking
    return {result_.model.call(*layer.id, nodes), starts || (masked && role != nn::MaskRole::ends)};
  }

  const Json& config_;
  std::string where_;
  std::string prefix_;
  std::string folder_;
  bool sequential_;
  SavedModel& result_;
  std::string first_;
  std::string last_;
  std::map<std::string, SavedLayer> layers_;
  std::deque<std::map<CallReference, Called>> calls_;
  std::map<CallReference, Called>* now_ = nullptr;  // the call that is being followed
};

}  // namespace

SavedModel read_model_config(std::string_view text, const std::string& where) {
  const Json saved = parse_object(text, where);
  try {
    const std::string kind = text_of(saved, "class_name", where);
    if (kind != "Sequential" && kind != "Functional") {
      throw Unsupported(fmt::format("{}: a model of the class '{}'", where, kind), "a Sequential or Functional model");
    }
    SavedModel result;
    std::vector<nn::Model::NodeId> outputs;
    GraphReader reader(saved, where, "", "", result);
    const std::size_t call = reader.begin_call({});
    for (std::size_t k = 0; k < reader.output_count(); ++k) outputs.push_back(reader.output(call, k).id);
    result.model.set_outputs(outputs);
    return result;
  } catch (const InvalidArgument& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  } catch (const InvalidState& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("{}: {}", where, error.what()));
  }
}

}  // namespace vernier::keras
