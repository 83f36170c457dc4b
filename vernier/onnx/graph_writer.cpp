#include "vernier/onnx/graph_writer.hpp"

#include <fmt/core.h>
#include <onnx/onnx_pb.h>

#include <bit>

namespace vernier::onnx {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

struct AttributeWriter {
  ::onnx::AttributeProto& to;

  void operator()(std::int64_t value) const {
    to.set_type(::onnx::AttributeProto::INT);
    to.set_i(value);
  }
  void operator()(float value) const {
    to.set_type(::onnx::AttributeProto::FLOAT);
    to.set_f(value);
  }
  void operator()(const std::string& value) const {
    to.set_type(::onnx::AttributeProto::STRING);
    to.set_s(value);
  }
  void operator()(const std::vector<std::int64_t>& values) const {
    to.set_type(::onnx::AttributeProto::INTS);
    to.mutable_ints()->Add(values.begin(), values.end());
  }
  void operator()(const std::vector<std::string>& values) const {
    to.set_type(::onnx::AttributeProto::STRINGS);
    for (const std::string& value : values) to.add_strings(value);
  }
  void operator()(const GraphWriter* body) const {
    to.set_type(::onnx::AttributeProto::GRAPH);
    *to.mutable_g() = body->graph();
  }
};

void describe_value(::onnx::ValueInfoProto& value, const Name& name, std::span<const Index> extents) {
  value.set_name(name);
  ::onnx::TypeProto_Tensor& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(::onnx::TensorProto::FLOAT);
  if (extents.empty()) return;
  for (const Index extent : extents) {
    auto* const dimension = type.mutable_shape()->add_dim();
    if (extent < 0) {
      dimension->set_dim_param("batch");
    } else {
      dimension->set_dim_value(extent);
    }
  }
}

}  // namespace

GraphWriter::GraphWriter(::onnx::GraphProto& graph)
    : graph_(graph), count_(std::make_shared<std::int64_t>(0)), scope_(std::make_shared<std::string>()) {}
GraphWriter::GraphWriter(GraphWriter& parent)
    : own_(std::make_unique<::onnx::GraphProto>()), graph_(*own_), count_(parent.count_), scope_(parent.scope_) {
  graph_.set_name(fresh("body"));
}
GraphWriter::~GraphWriter() = default;

Name GraphWriter::fresh(std::string_view what) { return fmt::format("{}/{}:{}", *scope_, what, (*count_)++); }

void GraphWriter::input(const Name& name, std::span<const Index> extents) {
  describe_value(*graph_.add_input(), name, extents);
}
void GraphWriter::output(const Name& name, std::span<const Index> extents) {
  describe_value(*graph_.add_output(), name, extents);
}

Name GraphWriter::node(std::string_view op, std::vector<Name> inputs, std::vector<Attribute> attributes) {
  return nodes(op, std::move(inputs), 1, std::move(attributes)).front();
}

std::vector<Name> GraphWriter::nodes(std::string_view op, std::vector<Name> inputs, std::size_t outputs,
                                     std::vector<Attribute> attributes) {
  ::onnx::NodeProto& node = *graph_.add_node();
  node.set_op_type(std::string(op));
  node.set_name(fresh(op));
  for (Name& input : inputs) node.add_input(std::move(input));
  for (const Attribute& attribute : attributes) {
    ::onnx::AttributeProto& to = *node.add_attribute();
    to.set_name(attribute.name);
    std::visit(AttributeWriter{to}, attribute.value);
  }
  std::vector<Name> names;
  for (std::size_t i = 0; i < outputs; ++i) {
    names.push_back(outputs == 1 ? node.name() : fmt::format("{}.{}", node.name(), i));
    node.add_output(names.back());
  }
  return names;
}

void GraphWriter::node_named(const Name& name, std::string_view op, std::vector<Name> inputs) {
  (void)node(op, std::move(inputs));
  graph_.mutable_node()->rbegin()->set_output(0, name);
}

Name GraphWriter::floats(const Shape& shape, std::span<const float> values) {
  ::onnx::TensorProto& tensor = *graph_.add_initializer();
  tensor.set_name(fresh("floats"));
  tensor.set_data_type(::onnx::TensorProto::FLOAT);
  for (const Index extent : shape.extents()) tensor.add_dims(extent);
  tensor.set_raw_data(values.data(), values.size_bytes());
  return tensor.name();
}

Name GraphWriter::number(float value) { return floats({}, {&value, 1}); }

Name GraphWriter::integers(std::span<const std::int64_t> values) {
  ::onnx::TensorProto& tensor = *graph_.add_initializer();
  tensor.set_name(fresh("integers"));
  tensor.set_data_type(::onnx::TensorProto::INT64);
  tensor.add_dims(static_cast<std::int64_t>(values.size()));
  tensor.set_raw_data(values.data(), values.size_bytes());
  return tensor.name();
}

}  // namespace vernier::onnx
