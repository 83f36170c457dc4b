#include "vernier/onnx/layers/support/operators.hpp"

#include <numeric>

namespace vernier::onnx {

Name reshape(GraphWriter& graph, const Name& x, const Shape& sample) {
  const Shape whole = sample.with_front(1);
  std::vector<std::int64_t> extents(whole.extents().begin(), whole.extents().end());
  extents[0] = -1;
  return graph.node("Reshape", {x, graph.integers(extents)});
}

Name transpose(GraphWriter& graph, const Name& x, std::vector<std::int64_t> order) {
  return graph.node("Transpose", {x}, {{"perm", std::move(order)}});
}

Name channels_first(GraphWriter& graph, const Name& x, std::size_t rank) {
  std::vector<std::int64_t> order(rank + 1);
  std::iota(order.begin() + 1, order.end(), 0);
  order[0] = 0;
  order[1] = static_cast<std::int64_t>(rank);
  return transpose(graph, x, std::move(order));
}

Name channels_last(GraphWriter& graph, const Name& x, std::size_t rank) {
  std::vector<std::int64_t> order(rank + 1);
  std::iota(order.begin(), order.end(), 1);
  order.front() = 0;
  order.back() = 1;
  return transpose(graph, x, std::move(order));
}

Name slice(GraphWriter& graph, const Name& x, std::int64_t axis, std::int64_t start, std::int64_t end) {
  return graph.node("Slice", {x, graph.integers({start}), graph.integers({end}), graph.integers({axis})});
}

Name unsqueeze(GraphWriter& graph, const Name& x, std::initializer_list<std::int64_t> axes) {
  return graph.node("Unsqueeze", {x, graph.integers(axes)});
}

Name mean(GraphWriter& graph, const Name& x, std::vector<std::int64_t> axes, bool keepdims) {
  return graph.node("ReduceMean", {x}, {{"axes", std::move(axes)}, {"keepdims", std::int64_t{keepdims}}});
}

Name over_root(GraphWriter& graph, const Name& x, const Name& y, double epsilon) {
  const Name sum = graph.node("Add", {y, graph.number(static_cast<float>(epsilon))});
  return graph.node("Div", {x, graph.node("Sqrt", {sum})});
}

Name normalized(GraphWriter& graph, const Name& x, const std::vector<std::int64_t>& axes, double epsilon) {
  const Name centred = graph.node("Sub", {x, mean(graph, x, axes)});
  return over_root(graph, centred, mean(graph, graph.node("Mul", {centred, centred}), axes), epsilon);
}

Name unit_length(GraphWriter& graph, const Name& x, double epsilon) {
  const Name length = graph.node("ReduceL2", {x}, {{"axes", std::vector<std::int64_t>{-1}}});
  return graph.node("Div", {x, graph.node("Max", {length, graph.number(static_cast<float>(epsilon))})});
}

Name where_counted(GraphWriter& graph, const Name& mask, std::size_t rank, const Name& x, const Name& otherwise) {
  std::vector<std::int64_t> axes(rank - 1);
  std::iota(axes.begin(), axes.end(), 2);
  const Name condition = as_condition(graph, mask);
  const Name spread = axes.empty() ? condition : graph.node("Unsqueeze", {condition, graph.integers(axes)});
  return graph.node("Where", {spread, x, otherwise});
}

Name as_condition(GraphWriter& graph, const Name& mask) {
  constexpr std::int64_t boolean = 9;  // TensorProto::BOOL
  return graph.node("Cast", {mask}, {{"to", boolean}});
}

Name as_mask(GraphWriter& graph, const Name& condition) {
  constexpr std::int64_t float32 = 1;  // TensorProto::FLOAT
  return graph.node("Cast", {condition}, {{"to", float32}});
}

Name with_gamma_and_beta(const LayerCall& call, Name x, const Shape& shape) {
  if (call.has_weight("gamma")) x = call.graph.node("Mul", {x, call.constant("gamma", shape)});
  if (call.has_weight("beta")) x = call.graph.node("Add", {x, call.constant("beta", shape)});
  return x;
}

std::vector<float> permuted(ConstView weight, std::initializer_list<std::size_t> order) {
  std::vector<Index> strides(order.size(), 1);
  for (std::size_t axis = order.size() - 1; axis-- > 0;) strides[axis] = strides[axis + 1] * weight.shape[axis + 1];
  std::vector<float> result(static_cast<std::size_t>(weight.size()));
  for (std::size_t i = 0; i < result.size(); ++i) {
    auto rest = static_cast<Index>(i);
    Index from = 0;
    for (auto axis = order.end(); axis-- != order.begin();) {
      from += rest % weight.shape[*axis] * strides[*axis];
      rest /= weight.shape[*axis];
    }
    result[i] = weight.data[from];
  }
  return result;
}

}  // namespace vernier::onnx
