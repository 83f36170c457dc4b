#pragma once
// Writes nodes and constants into an ONNX graph. Source: the ONNX specification, operators of set 17.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace onnx {
class GraphProto;
}

namespace vernier::onnx {

/// The name of a value in a graph: an input, a constant, the output of a node. An empty one is an input left out.
using Name = std::string;

class GraphWriter;
struct Attribute {
  std::string name;
  std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>, std::vector<std::string>,
               const GraphWriter*>
      value;
};

/// One graph, or the body of a loop in it. Names are unique over a graph and its bodies; each begins with what
/// `set_scope` gave last.
class GraphWriter {
 public:
  /// Writes into `graph`, which must live longer.
  explicit GraphWriter(::onnx::GraphProto& graph);
  /// The body of a loop in `parent`'s graph, to be given to a node as an attribute.
  explicit GraphWriter(GraphWriter& parent);
  ~GraphWriter();
  GraphWriter(const GraphWriter&) = delete;
  GraphWriter& operator=(const GraphWriter&) = delete;

  [[nodiscard]] const ::onnx::GraphProto& graph() const { return graph_; }
  void set_scope(std::string scope) { *scope_ = std::move(scope); }

  /// A float32 input or output. An extent of -1 is the batch; without extents nothing is said of the shape.
  void input(const Name& name, std::span<const Index> extents);
  void output(const Name& name, std::span<const Index> extents);

  /// A node of one output.
  Name node(std::string_view op, std::vector<Name> inputs, std::vector<Attribute> attributes = {});
  /// A node of several.
  std::vector<Name> nodes(std::string_view op, std::vector<Name> inputs, std::size_t outputs,
                          std::vector<Attribute> attributes = {});
  /// A node whose output has this very name.
  void node_named(const Name& name, std::string_view op, std::vector<Name> inputs);

  /// Constants.
  Name floats(const Shape& shape, std::span<const float> values);
  Name number(float value);
  Name integers(std::span<const std::int64_t> values);
  Name integers(std::initializer_list<std::int64_t> values) { return integers({values.begin(), values.size()}); }

  /// A new name in this graph.
  Name fresh(std::string_view what);

 private:
  std::unique_ptr<::onnx::GraphProto> own_;
  ::onnx::GraphProto& graph_;
  std::shared_ptr<std::int64_t> count_;
  std::shared_ptr<std::string> scope_;
};

}  // namespace vernier::onnx
