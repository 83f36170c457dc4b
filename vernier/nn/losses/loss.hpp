#pragma once
// What training minimises. Source: keras/src/losses/losses.py, Keras 3 (JAX backend where backends differ).
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// A "sample" here is a row: one position of every axis but the last of the prediction. Immutable; thread-safe.
class Loss {
 public:
  virtual ~Loss() = default;
  /// The loss of each row. prediction (rows, columns); target (rows, columns), or (rows, 1) for class ids.
  /// `out` has prediction.rows() elements.
  virtual void per_sample(ConstView target, ConstView prediction, std::span<float> out) const = 0;
  /// gradient[r, c] = scale[r] * d per_sample[r] / d prediction[r, c]; overwritten.
  virtual void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const = 0;
  /// Throws InvalidArgument when these shapes (with the batch axis) cannot be meant: which shapes, which were expected.
  virtual void check(const Shape& target, const Shape& prediction) const = 0;
};

struct LossInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Loss> (*make)(const Json& options);
};

[[nodiscard]] std::span<const LossInfo* const> builtin_loss_table();  // generated
[[nodiscard]] Catalogue<LossInfo>& losses();
[[nodiscard]] std::unique_ptr<Loss> make_loss(const Component& component);

}  // namespace vernier::nn
