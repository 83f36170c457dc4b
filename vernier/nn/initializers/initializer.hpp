#pragma once
// How fresh weights are drawn. Source: keras/src/initializers, Keras 3.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// The numbers of incoming and outgoing connections that scale a draw.
struct Fans {
  double in = 1;
  double out = 1;
};
/// Keras's compute_fans: (in, out) for rank 2; the receptive field counts for convolution kernels.
[[nodiscard]] Fans compute_fans(const Shape& shape);

class Initializer {
 public:
  virtual ~Initializer() = default;
  virtual void fill(View weights, Rng rng) const = 0;
};

struct InitializerInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Initializer> (*make)(const Json& options);
};

[[nodiscard]] std::span<const InitializerInfo* const> builtin_initializer_table();  // generated
[[nodiscard]] Catalogue<InitializerInfo>& initializers();
[[nodiscard]] std::unique_ptr<Initializer> make_initializer(const Component& component);

}  // namespace vernier::nn
