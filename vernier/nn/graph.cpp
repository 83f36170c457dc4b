#include "vernier/nn/graph.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

constexpr Index largest_sample = Index{1} << 28;  // one gigabyte; more is a slip or a hostile file
constexpr std::size_t variable_alignment = 16;    // elements: one cache line

std::size_t aligned_size(const Shape& shape) {
  return (static_cast<std::size_t>(shape.size()) + variable_alignment - 1) / variable_alignment * variable_alignment;
}

bool is_variable(const Layer& layer, const Weight& weight) { return weight.trainable && layer.trainable(); }

std::string list_of(std::span<const Shape> shapes) {
  std::string text;
  for (const Shape& shape : shapes) text += (text.empty() ? "" : ", ") + to_string(shape);
  return text;
}

}  // namespace

bool Graph::taken(std::string_view name, std::size_t count) const {
  const auto end = layers_.begin() + static_cast<std::ptrdiff_t>(count);
  return std::any_of(layers_.begin(), end, [&](const auto& layer) { return layer->name() == name; });
}

std::string Graph::free_name(const std::string& kind, std::size_t count) const {
  std::string name = kind;
  for (int i = 1; taken(name, count); ++i) name = fmt::format("{}_{}", kind, i);
  return name;
}

std::size_t Graph::add_layer(const Component& component) {
  std::unique_ptr<Layer> layer = make_layer(component);
  Component kept = component;
  kept.name = nn::layers().get(component.name).name;  // an alias is stored under the entry's own name
  if (layer->name().empty()) {
    layer->set_name(free_name(kept.name, layers_.size()));
  } else if (taken(layer->name(), layers_.size())) {
    throw InvalidArgument(fmt::format("two layers are named '{}'", layer->name()), "names that differ");
  }
  layers_.push_back(std::move(layer));
  components_.push_back(std::move(kept));
  built_for_.emplace_back();
  layer_built_.push_back(false);
  return layers_.size() - 1;
}

void Graph::name_layer(std::size_t layer, const std::string& name) {
  if (components_[layer].options.contains("name") || layers_[layer]->name() == name) return;
  if (taken(name, layers_.size())) {
    throw InvalidArgument(fmt::format("the output '{}' has the name of another layer", name), "names that differ");
  }
  layers_[layer]->set_name(name);
  components_[layer].options["name"] = name;
}

std::size_t Graph::call(std::size_t layer, std::span<const std::size_t> inputs) {
  if (layer >= layers_.size()) {
    throw InvalidArgument(fmt::format("there is no layer number {}", layer),
                          fmt::format("a number below {}", layers_.size()));
  }
  const auto [fewest, most] = layers_[layer]->input_count();
  if (inputs.size() < fewest || inputs.size() > most) {
    throw InvalidArgument(fmt::format("layer '{}' is called on {} inputs", layers_[layer]->name(), inputs.size()),
                          fewest == most ? fmt::format("{}", fewest) : fmt::format("{} to {}", fewest, most));
  }
  for (const std::size_t input : inputs) {
    if (input >= nodes_.size()) {
      throw InvalidArgument(fmt::format("layer '{}' is called on node {}", layers_[layer]->name(), input),
                            fmt::format("a node before it, below {}", nodes_.size()));
    }
  }
  Node node{.layer = layer, .inputs = {inputs.begin(), inputs.end()}, .shape = {}};
  const bool open = inputs.empty() && components_[layer].options.value("shape", Json()).is_null();
  if (!open && std::all_of(inputs.begin(), inputs.end(), [&](std::size_t input) { return nodes_[input].known; })) {
    resolve(node, nullptr);
  }
  if (inputs.empty()) inputs_.push_back(nodes_.size());
  nodes_.push_back(std::move(node));
  if (!outputs_set_) outputs_.assign(1, nodes_.size() - 1);
  built_ = false;
  return nodes_.size() - 1;
}

void Graph::resolve(Node& node, const Shape* data) {
  Layer& layer = *layers_[node.layer];
  std::vector<Shape> shapes;
  for (const std::size_t input : node.inputs) shapes.push_back(nodes_[input].shape);
  if (data != nullptr) shapes.push_back(*data);
  try {
    if (layer_built_[node.layer] && !node.inputs.empty()) {
      if (shapes != built_for_[node.layer]) {
        throw InvalidArgument(
            fmt::format("it was built for {} and is called on {}", list_of(built_for_[node.layer]), list_of(shapes)),
            "the same shapes at every call of a shared layer");
      }
      for (const Node& other : nodes_) {
        if (other.layer == node.layer && other.known) node.shape = other.shape;
      }
    } else {
      node.shape = layer.build(shapes);
      layer_built_[node.layer] = true;
      built_for_[node.layer] = std::move(shapes);
    }
  } catch (const InvalidArgument& error) {
    throw InvalidArgument(fmt::format("layer '{}': {}", layer.name(), error.what()));
  }
  if (node.shape.size() > largest_sample) {
    throw InvalidArgument(fmt::format("layer '{}' has an output of shape {}", layer.name(), to_string(node.shape)),
                          fmt::format("at most {} elements a sample", largest_sample));
  }
  node.known = true;
  if (node.inputs.empty()) {
    Json extents = Json::array();
    for (const Index extent : node.shape.extents()) extents.push_back(extent);
    components_[node.layer].options["shape"] = std::move(extents);
  }
}

void Graph::set_outputs(std::span<const std::size_t> nodes) {
  if (nodes.empty()) throw InvalidArgument("a model without outputs", "at least one");
  for (const std::size_t node : nodes) {
    if (node >= nodes_.size()) throw InvalidArgument(fmt::format("there is no node number {}", node));
    if (std::ranges::count(nodes, node) > 1) {
      throw InvalidArgument(fmt::format("node {} is an output twice", node), "each node at most once");
    }
  }
  outputs_.assign(nodes.begin(), nodes.end());
  outputs_set_ = true;
  built_ = false;
}

bool Graph::inputs_known() const {
  return std::all_of(inputs_.begin(), inputs_.end(), [&](std::size_t input) { return nodes_[input].known; });
}

void Graph::check_connected() const {
  std::vector<bool> reached(nodes_.size(), false);
  for (const std::size_t output : outputs_) reached[output] = true;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!reached[i]) {
      throw InvalidArgument(fmt::format("layer '{}' does not reach an output", layers_[nodes_[i].layer]->name()),
                            "a model in which every layer counts");
    }
    for (const std::size_t input : nodes_[i].inputs) reached[input] = true;
  }
}

void Graph::build(std::span<const Shape> inputs) {
  if (nodes_.empty()) throw InvalidState("the model has no layers", "at least one", "Add a layer first.");
  if (!inputs.empty() && inputs.size() != inputs_.size()) {
    throw InvalidArgument(fmt::format("data for {} inputs", inputs.size()), fmt::format("{}", inputs_.size()));
  }
  std::size_t input = 0;
  for (Node& node : nodes_) {
    const bool enters = node.inputs.empty();
    const std::size_t number = enters ? input++ : 0;
    if (node.known) continue;
    if (enters && inputs.empty()) {
      throw InvalidState("the shape of the model's input is not known", "an Input layer at the front, or data",
                         "Add Input({...}) or call fit first.");
    }
    resolve(node, enters ? &inputs[number] : nullptr);
  }
  if (built_) return;
  check_connected();
  for (Node& node : nodes_) {
    const Layer& layer = *layers_[node.layer];
    node.needs_gradient =
        std::any_of(layer.weights().begin(), layer.weights().end(),
                    [&](const Weight& weight) { return is_variable(layer, weight); }) ||
        std::any_of(node.inputs.begin(), node.inputs.end(), [&](std::size_t i) { return nodes_[i].needs_gradient; });
  }
  lay_out();
  built_ = true;
}

void Graph::renew() {
  if (!built_) return;
  built_ = false;
  build({});
}

void Graph::lay_out() {
  std::size_t dense = 0;
  std::size_t lazy = 0;
  std::size_t states = 0;
  const auto size_of = [&](const Layer& layer, const Weight& weight) -> std::size_t& {
    return !is_variable(layer, weight) ? states : weight.lazy_rows ? lazy : dense;
  };
  for (const auto& layer : layers_) {
    for (const Weight& weight : layer->weights()) size_of(*layer, weight) += aligned_size(weight.shape);
  }
  Tensor values({static_cast<Index>(dense + lazy)});
  Tensor gradients({static_cast<Index>(dense)});
  Tensor rest({static_cast<Index>(states)});
  variables_.clear();
  row_gradients_.clear();
  lazy = dense;  // each count becomes the place of the next weight of its kind
  dense = states = 0;
  for (const auto& layer : layers_) {
    for (Weight& weight : layer->weights()) {
      const bool variable = is_variable(*layer, weight);
      std::size_t& at = size_of(*layer, weight);
      const View place{(variable ? values : rest).data() + at, weight.shape};
      if (weight.value.data != nullptr) {
        std::copy_n(weight.value.data, place.size(), place.data);
      } else if (place.size() > 0) {
        make_initializer(weight.initializer)
            ->fill(place, Rng(seed_).split("weights").split(layer->name()).split(weight.name));
      }
      weight.value = place;
      weight.gradient = {variable && !weight.lazy_rows ? gradients.data() + at : nullptr, weight.shape};
      weight.rows = nullptr;
      if (variable && weight.lazy_rows) {
        row_gradients_.push_back(std::make_unique<RowGradient>(weight.shape));
        weight.rows = row_gradients_.back().get();
      }
      if (variable)
        variables_.push_back({.begin = at,
                              .size = static_cast<std::size_t>(weight.shape.size()),
                              .shape = weight.shape,
                              .name = layer->name() + "/" + weight.name,
                              .rows = weight.rows});
      at += aligned_size(weight.shape);
    }
  }
  values_ = std::move(values);
  gradients_ = std::move(gradients);
  states_ = std::move(rest);
  ++layout_;
}

double Graph::penalty() const {
  double sum = 0;
  for (const auto& layer : layers_) {
    for (const Weight& weight : layer->weights()) {
      if (weight.regularizer && weight.gradient.data != nullptr) sum += weight.regularizer->value(weight.value);
    }
  }
  return sum;
}

void Graph::add_penalty_gradients() {
  for (const auto& layer : layers_) {
    for (const Weight& weight : layer->weights()) {
      if (weight.regularizer && weight.gradient.data != nullptr) {
        weight.regularizer->add_gradient(weight.value, 1.0F, weight.gradient);
      }
    }
  }
}

bool Graph::is_chain() const {
  bool chain = inputs_.size() <= 1 && layers_.size() == nodes_.size() &&
               (nodes_.empty() || (outputs_.size() == 1 && outputs_[0] + 1 == nodes_.size()));
  for (std::size_t i = 0; chain && i < nodes_.size(); ++i) {
    chain = nodes_[i].layer == i && (i == 0 ? nodes_[i].inputs.empty() : nodes_[i].inputs == std::vector{i - 1});
  }
  return chain;
}

Json Graph::to_config() const {
  Json layers = Json::array();
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Component component = components_[i];
    const std::string& name = layers_[i]->name();
    if (name != free_name(component.name, i)) component.options["name"] = name;
    const bool trainable = layers_[i]->trainable();
    if (trainable != component.options.value("trainable", true)) component.options["trainable"] = trainable;
    layers.push_back(to_json(component));
  }
  if (is_chain()) return layers;
  Json nodes = Json::array();
  for (const Node& node : nodes_) nodes.push_back({{"layer", node.layer}, {"inputs", node.inputs}});
  Json config{{"layers", layers}, {"nodes", nodes}};
  if (outputs_.size() == 1) {
    config["output"] = outputs_[0];
  } else {
    config["outputs"] = outputs_;
  }
  return config;
}

}  // namespace vernier::nn
