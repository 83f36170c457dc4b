#include "vernier/tune/network.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::tune {
namespace {

std::vector<std::string> names_of(std::span<const InputSpec> data) {
  std::vector<std::string> names;
  for (const InputSpec& spec : data) names.push_back(spec.name);
  return names;
}

const InputSpec& find_input(std::span<const InputSpec> data, std::string_view name) {
  if (data.size() == 1) return data.front();
  const auto found = std::find_if(data.begin(), data.end(), [&](const InputSpec& spec) { return spec.name == name; });
  if (found != data.end()) return *found;
  const std::vector<std::string> names = names_of(data);
  throw InvalidArgument(fmt::format("the model has an input '{}'", name),
                        fmt::format("inputs named as the data have them: {}", join(names, ", ")),
                        "Write - input: {name: NAME} for each that the network uses.");
}

/// Follows the chain of layers to know which of them are called on ids.
class LayerFitting {
 public:
  explicit LayerFitting(std::span<const InputSpec> data) : data_(data) {
    if (data.size() == 1) ids_ = data.front().ids;
  }

  void fit(Json& item) {
    if (item.is_object() && item.contains("of") && item["of"].is_string()) {
      const auto found = named_.find(item["of"].get<std::string>());
      if (found == named_.end()) return;  // the model says so when it is built
      ids_ = found->second;
    }
    if (const std::string kind = kind_of(item); !kind.empty()) fit_layer(item, kind);
    if (item.is_object() && item.contains("as") && item["as"].is_string()) named_[item["as"]] = ids_;
  }

 private:
  static std::string kind_of(const Json& item) {
    if (item.is_string()) return item.get<std::string>();
    for (const auto& [key, value] : item.items()) {
      if (key != "of" && key != "as") return key;
    }
    return {};
  }

  void fit_layer(Json& item, const std::string& kind) {
    if (kind == "input") {
      if (item.is_string()) item = {{kind, Json::object()}};
      Json& options = item[kind];
      const InputSpec& spec = find_input(data_, options.value("name", ""));
      if (options.value("shape", Json()).is_null()) {
        options["shape"] = std::vector<Index>(spec.shape.extents().begin(), spec.shape.extents().end());
      }
      ids_ = spec.ids;
      return;
    }
    if (kind == "embedding" && item.is_object() && item[kind].is_object() && !item[kind].contains("input_dim")) {
      if (ids_ == 0) {
        throw InvalidArgument("layer 'embedding' has no input_dim",
                              "the number of ids, or an embedding called on a text or id column");
      }
      item[kind]["input_dim"] = ids_;
    }
    ids_ = 0;
  }

  std::span<const InputSpec> data_;
  std::map<std::string, Index> named_;
  Index ids_ = 0;  // of the node that the next layer is called on
};

}  // namespace

Json fitted_layers(Json layers, std::span<const InputSpec> data) {
  LayerFitting fitting(data);
  for (Json& item : layers) fitting.fit(item);
  return layers;
}

void order_outputs(nn::Model& model, const Encoder& encoder) {
  std::vector<std::string> targets;
  for (std::size_t k = 0; k < encoder.target_count(); ++k) targets.push_back(encoder.target(k).task().target);
  const std::vector<std::string> outputs = model.output_names();
  if (targets.size() == 1 && outputs.size() == 1) return;
  std::vector<std::size_t> ordered;
  for (const std::string& target : targets) {
    const auto found = std::find(outputs.begin(), outputs.end(), target);
    if (found != outputs.end()) ordered.push_back(model.outputs()[static_cast<std::size_t>(found - outputs.begin())]);
  }
  if (ordered.size() != targets.size() || outputs.size() != targets.size()) {
    throw InvalidArgument(fmt::format("the data have the targets {} and the model the outputs {}", join(targets, ", "),
                                      join(outputs, ", ")),
                          "an output for each target that is called as it",
                          fmt::format("Name each place by 'as', and list them: - outputs: [{}].", join(targets, ", ")));
  }
  model.set_outputs(ordered);
}

nn::Inputs arranged(const nn::Model& model, std::span<const InputSpec> data, std::span<const Tensor> arrays) {
  if (data.size() == 1) return {arrays.front()};
  std::vector<ConstView> views;
  for (const std::string& name : model.input_names()) {
    const InputSpec& spec = find_input(data, name);
    views.push_back(arrays[static_cast<std::size_t>(&spec - data.data())].view());
  }
  return nn::Inputs(views);
}

}  // namespace vernier::tune
