#include "vernier/onnx/export.hpp"

#include <fmt/core.h>
#include <onnx/onnx_pb.h>

#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/graph.hpp"
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {
namespace {

constexpr std::int64_t ir_version = 8;
constexpr std::int64_t operator_set = 17;
constexpr std::size_t largest_model = std::size_t{1} << 31;  // of protobuf

Value write_call(GraphWriter& graph, const nn::Graph& model, const nn::Node& node, std::vector<Value> inputs) {
  const nn::Layer& layer = *model.layers()[node.layer];
  graph.set_scope(layer.name());
  LayerCall call{.graph = graph,
                 .layer = model.component(node.layer),
                 .layer_name = layer.name(),
                 .inputs = std::move(inputs),
                 .output = node.shape,
                 .weights = layer.weights()};
  Name name = write_layer(call);
  Value value{std::move(name), node.shape};
  if (layer.mask_role() == nn::MaskRole::passes) value.mask = call.inputs[0].mask;
  if (layer.mask_role() == nn::MaskRole::makes) value.mask = call.made_mask;
  return value;
}

std::vector<Index> with_batch(const Shape& shape) {
  const Shape whole = shape.with_front(1);
  std::vector<Index> extents(whole.extents().begin(), whole.extents().end());
  extents[0] = -1;
  return extents;
}

void write_graph(const nn::Graph& model, ::onnx::GraphProto& to) {
  GraphWriter graph(to);
  to.set_name(model.name());
  std::vector<Value> values;
  std::set<Name> taken;
  for (const nn::Node& node : model.nodes()) {
    if (node.inputs.empty()) {
      const std::string& name = model.layers()[node.layer]->name();
      graph.input(name, with_batch(node.shape));
      taken.insert(name);
      values.push_back({name, node.shape});
      continue;
    }
    std::vector<Value> inputs;
    for (const std::size_t input : node.inputs) inputs.push_back(values[input]);
    values.push_back(write_call(graph, model, node, std::move(inputs)));
  }
  for (const std::size_t output : model.outputs()) {
    const Value& value = values[output];
    Name name = model.layers()[model.nodes()[output].layer]->name();
    while (!taken.insert(name).second) name += "_output";  // that of an input, or of another call of the layer
    graph.set_scope(name);
    graph.node_named(name, "Identity", {value.name});
    graph.output(name, with_batch(value.shape));
  }
}

}  // namespace

std::string to_onnx(const nn::Model& model) {
  ::onnx::ModelProto file;
  file.set_ir_version(ir_version);
  file.set_producer_name("vernier");
  file.add_opset_import()->set_version(operator_set);
  write_graph(model.graph(), *file.mutable_graph());
  for (const auto& [key, value] : model.metadata().items()) {
    auto* const entry = file.add_metadata_props();
    entry->set_key(key);
    entry->set_value(value.dump());
  }
  if (file.ByteSizeLong() >= largest_model) {
    throw Unsupported(fmt::format("the model has {} bytes in ONNX", file.ByteSizeLong()),
                      fmt::format("less than {}, which one file can hold", largest_model));
  }
  return file.SerializeAsString();
}

void export_model(const nn::Model& model, const std::filesystem::path& path) {
  write_file_atomically(path, to_onnx(model));
}

bool can_export(std::string_view layer) { return layer == "input" || find_exporter(layer) != nullptr; }

}  // namespace vernier::onnx
