#include "vernier/onnx/layers/support/activations.hpp"

#include <fmt/core.h>

#include <functional>
#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/nn/activations/activation.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

/// One activation that is being written.
struct Writer {
  GraphWriter& graph;
  const Component& activation;
  const Name& x;

  [[nodiscard]] Json option(const char* name) const {
    const Json& fallback = nn::activations().get(activation.name).options.find(name)->fallback;
    return activation.options.value(name, fallback);
  }
  [[nodiscard]] float real(const char* name) const { return option(name).get<float>(); }
  [[nodiscard]] Name number(double value) const { return graph.number(static_cast<float>(value)); }
  [[nodiscard]] Name op(std::string_view name, std::vector<Name> inputs, std::vector<Attribute> attributes = {}) const {
    return graph.node(name, std::move(inputs), std::move(attributes));
  }
  [[nodiscard]] Name clip(const Name& value, double low, double high) const {
    return op("Clip", {value, number(low), number(high)});
  }
  /// Where |x| is above the limit, `outside`, else 0.
  [[nodiscard]] Name shrunk(const Name& outside) const {
    const Name above = op("Greater", {op("Abs", {x}), number(real("threshold"))});
    return op("Where", {above, outside, number(0)});
  }
};

Name gelu(const Writer& w) {
  const Name half = w.op("Mul", {w.x, w.number(0.5)});
  if (!w.option("approximate").get<bool>()) {
    const Name erf = w.op("Erf", {w.op("Mul", {w.x, w.number(0.7071067811865476)})});
    return w.op("Mul", {half, w.op("Add", {erf, w.number(1)})});
  }
  const Name cube = w.op("Mul", {w.op("Mul", {w.x, w.x}), w.x});
  const Name inner = w.op("Add", {w.x, w.op("Mul", {cube, w.number(0.044715)})});
  const Name tanh = w.op("Tanh", {w.op("Mul", {inner, w.number(0.7978845608028654)})});
  return w.op("Mul", {half, w.op("Add", {tanh, w.number(1)})});
}

Name glu(const Writer& w) {
  const std::vector<Name> halves = w.graph.nodes("Split", {w.x}, 2, {{"axis", std::int64_t{-1}}});
  return w.op("Mul", {halves[0], w.op("Sigmoid", {halves[1]})});
}

Name relu(const Writer& w) {
  const float slope = w.real("negative_slope");
  const float threshold = w.real("threshold");
  const Json most = w.option("max_value");
  if (threshold == 0.0F && most.is_null()) {
    return slope == 0.0F ? w.op("Relu", {w.x}) : w.op("LeakyRelu", {w.x}, {{"alpha", slope}});
  }
  const Name above = most.is_null() ? w.x : w.op("Min", {w.x, w.number(most.get<double>())});
  const Name below = w.op("Mul", {w.op("Sub", {w.x, w.number(threshold)}), w.number(slope)});
  return w.op("Where", {w.op("Greater", {w.x, w.number(threshold)}), above, below});
}

// The entries are sorted; the k first of them lie above the threshold (their sum - 1) / k.
Name sparsemax(const Writer& w) {
  const Name width = slice(w.graph, w.op("Shape", {w.x}), 0, -1, INT64_MAX);
  const Name top = w.op("ReduceMax", {w.x}, {{"axes", std::vector<std::int64_t>{-1}}});
  const Name shifted = w.op("Sub", {w.x, top});
  const Name sorted = w.graph.nodes("TopK", {shifted, width}, 2, {{"axis", std::int64_t{-1}}})[0];
  const Name sums = w.op("CumSum", {sorted, w.graph.integers({-1})});
  const Name ones = w.op("Add", {w.op("Mul", {sorted, w.number(0)}), w.number(1)});
  const Name counts = w.op("CumSum", {ones, w.graph.integers({-1})});
  const Name kept = w.op("Greater", {w.op("Add", {w.op("Mul", {counts, sorted}), w.number(1)}), sums});
  const Name tau = w.op("Div", {w.op("Sub", {sums, w.number(1)}), counts});
  // tau rises with every entry that lies above it, so the last one kept has the largest
  const Name largest =
      w.op("ReduceMax", {w.op("Where", {kept, tau, w.number(-1e30)})}, {{"axes", std::vector<std::int64_t>{-1}}});
  return w.op("Relu", {w.op("Sub", {shifted, largest})});
}

Name sparse_plus(const Writer& w) {
  const Name root = w.op("Add", {w.op("Clip", {w.x, w.number(-1), w.number(1)}), w.number(1)});
  const Name curve = w.op("Mul", {w.op("Mul", {root, root}), w.number(0.25)});
  return w.op("Where", {w.op("Less", {w.x, w.number(1)}), curve, w.x});
}

// below 0 the sum cancels; there the same value is b / (2 (root - x))
Name squareplus(const Writer& w) {
  const Name b = w.number(w.real("b"));
  const Name half = w.number(0.5);
  const Name root = w.op("Sqrt", {w.op("Add", {w.op("Mul", {w.x, w.x}), b})});
  const Name above = w.op("Mul", {w.op("Add", {w.x, root}), half});
  const Name below = w.op("Div", {w.op("Mul", {b, half}), w.op("Sub", {root, w.x})});
  return w.op("Where", {w.op("Less", {w.x, w.number(0)}), below, above});
}

using WriteActivation = std::function<Name(const Writer&)>;

const std::map<std::string, WriteActivation, std::less<>>& table() {
  static const std::map<std::string, WriteActivation, std::less<>> table{
      {"celu",
       [](const Writer& w) {
         return w.op("Celu", {w.x}, {{"alpha", w.real("alpha")}});
       }},
      {"elu",
       [](const Writer& w) {
         return w.op("Elu", {w.x}, {{"alpha", w.real("alpha")}});
       }},
      {"exponential", [](const Writer& w) { return w.op("Exp", {w.x}); }},
      {"gelu", gelu},
      {"glu", glu},
      {"hard_shrink", [](const Writer& w) { return w.shrunk(w.x); }},
      {"hard_sigmoid",
       [](const Writer& w) {
         return w.op("HardSigmoid", {w.x}, {{"alpha", 1.0F / 6.0F}, {"beta", 0.5F}});
       }},
      {"hard_silu", [](const Writer& w) { return w.op("HardSwish", {w.x}); }},
      {"hard_tanh", [](const Writer& w) { return w.clip(w.x, -1, 1); }},
      {"leaky_relu",
       [](const Writer& w) {
         return w.op("LeakyRelu", {w.x}, {{"alpha", w.real("negative_slope")}});
       }},
      {"linear", [](const Writer& w) { return w.x; }},
      {"log_sigmoid", [](const Writer& w) { return w.op("Neg", {w.op("Softplus", {w.op("Neg", {w.x})})}); }},
      {"log_softmax",
       [](const Writer& w) {
         return w.op("LogSoftmax", {w.x}, {{"axis", std::int64_t{-1}}});
       }},
      {"mish",
       [](const Writer& w) {
         return w.op("Mul", {w.x, w.op("Tanh", {w.op("Softplus", {w.x})})});
       }},
      {"relu", relu},
      {"relu6", [](const Writer& w) { return w.clip(w.x, 0, 6); }},
      {"selu",
       [](const Writer& w) {
         return w.op("Selu", {w.x}, {{"alpha", 1.6732632423543772F}, {"gamma", 1.0507009873554805F}});
       }},
      {"sigmoid", [](const Writer& w) { return w.op("Sigmoid", {w.x}); }},
      {"silu",
       [](const Writer& w) {
         return w.op("Mul", {w.x, w.op("Sigmoid", {w.x})});
       }},
      {"soft_shrink",
       [](const Writer& w) {
         const Name edge = w.op("Mul", {w.op("Sign", {w.x}), w.number(w.real("threshold"))});
         return w.shrunk(w.op("Sub", {w.x, edge}));
       }},
      {"softmax",
       [](const Writer& w) {
         return w.op("Softmax", {w.x}, {{"axis", std::int64_t{-1}}});
       }},
      {"softplus", [](const Writer& w) { return w.op("Softplus", {w.x}); }},
      {"softsign", [](const Writer& w) { return w.op("Softsign", {w.x}); }},
      {"sparse_plus", sparse_plus},
      {"sparse_sigmoid",
       [](const Writer& w) {
         return w.op("HardSigmoid", {w.x}, {{"alpha", 0.5F}, {"beta", 0.5F}});
       }},
      {"sparsemax", sparsemax},
      {"squareplus", squareplus},
      {"tanh", [](const Writer& w) { return w.op("Tanh", {w.x}); }},
      {"tanh_shrink",
       [](const Writer& w) {
         return w.op("Sub", {w.x, w.op("Tanh", {w.x})});
       }},
      {"threshold",
       [](const Writer& w) {
         const Name above = w.op("Greater", {w.x, w.number(w.real("threshold"))});
         return w.op("Where", {above, w.x, w.number(w.real("default_value"))});
       }},
  };
  return table;
}

}  // namespace

Name activated(GraphWriter& graph, const Component& activation, const Name& x) {
  if (activation.empty()) return x;
  const std::string& name = nn::activations().get(activation.name).name;
  const auto found = table().find(name);
  if (found == table().end()) throw Unsupported(fmt::format("ONNX has no activation '{}'", name));
  return found->second({graph, activation, x});
}

}  // namespace vernier::onnx
