#pragma once
// Elementwise (and along the last axis) non-linear functions.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// Immutable; const members are thread-safe. Semantics: keras/src/activations/activations.py, Keras 3.
class Activation {
 public:
  virtual ~Activation() = default;
  /// y = f(x); x and y have the same shape and may be the same memory. (glu halves the last axis; see output_shape.)
  virtual void forward(ConstView x, View y) const = 0;
  /// dx = dy * f'. `x` is the input where needs_input(), else empty; `y` is the output. dx may be the memory of dy.
  virtual void backward(ConstView x, ConstView y, ConstView dy, View dx) const = 0;
  /// Whether backward needs x; those that can be derived from y alone are applied in place.
  [[nodiscard]] virtual bool needs_input() const { return false; }
  [[nodiscard]] virtual Shape output_shape(const Shape& input) const { return input; }
};

struct ActivationInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Activation> (*make)(const Json& options);
};

[[nodiscard]] std::span<const ActivationInfo* const> builtin_activation_table();  // generated
[[nodiscard]] Catalogue<ActivationInfo>& activations();
/// Throws InvalidArgument; the empty component and "linear" give nullptr.
[[nodiscard]] std::unique_ptr<Activation> make_activation(const Component& component);

}  // namespace vernier::nn
