#pragma once
// Penalties on weights and on activations. Source: keras/src/regularizers/regularizers.py, Keras 3.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

class Regularizer {
 public:
  virtual ~Regularizer() = default;
  /// The penalty of x.
  [[nodiscard]] virtual double value(ConstView x) const = 0;
  /// gradient += scale * d value / d x
  virtual void add_gradient(ConstView x, float scale, View gradient) const = 0;
};

struct RegularizerInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Regularizer> (*make)(const Json& options);
};

[[nodiscard]] std::span<const RegularizerInfo* const> builtin_regularizer_table();  // generated
[[nodiscard]] Catalogue<RegularizerInfo>& regularizers();
/// nullptr for the empty component.
[[nodiscard]] std::unique_ptr<Regularizer> make_regularizer(const Component& component);

}  // namespace vernier::nn
