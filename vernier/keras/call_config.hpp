#pragma once
// Calls of layers as Keras notes them.
#include <compare>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"

namespace vernier::keras {

/// A call of a layer: the first, the second.
struct CallReference {
  std::string layer;
  std::size_t call = 0;
  friend auto operator<=>(const CallReference&, const CallReference&) = default;
};

/// An output of a call.
struct TensorReference {
  CallReference at;
  std::size_t output = 0;
};

struct SavedCall {
  std::vector<TensorReference> inputs;
  bool masked = false;  ///< Keras notes a mask that it hands on
  bool causal = false;
};

/// An entry of inbound_nodes. Throws BadData that begins with `where` for what is malformed, Unsupported for arguments
/// that nn's layers do not take.
[[nodiscard]] SavedCall call_from_config(const Json& node, const std::string& where);
/// [layer, call, output], or a list of these.
[[nodiscard]] std::vector<TensorReference> tensors_from_config(const Json& list, const std::string& where);
[[noreturn]] void refuse_argument(const std::string& where, std::string_view name);

}  // namespace vernier::keras
