#pragma once
// What a model is fed with and what it is to answer: one array, or one for each of its inputs or outputs.
#include <array>
#include <initializer_list>
#include <span>
#include <vector>

#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// Views of the inputs of a model, in the order of its Input layers; the first axis of each is the sample. Made from a
/// tensor or a list of views; what it looks at must outlive the call it is given to. No heap memory.
///
///   model.predict(x);                              // one input
///   model.predict({users.view(), movies.view()});  // two
class Inputs {
 public:
  static constexpr std::size_t max_count = 8;

  Inputs() = default;
  Inputs(const Tensor& only) : Inputs({only.view()}) {}  // NOLINT(google-explicit-constructor)
  Inputs(ConstView only) : Inputs({only}) {}             // NOLINT(google-explicit-constructor)
  Inputs(View only) : Inputs({ConstView(only)}) {}       // NOLINT(google-explicit-constructor)
  /// Throws InvalidArgument for more than max_count views.
  Inputs(std::initializer_list<ConstView> views) : Inputs(std::span<const ConstView>(views.begin(), views.size())) {}
  explicit Inputs(std::span<const ConstView> views);
  Inputs(const std::vector<Tensor>& tensors);  // NOLINT(google-explicit-constructor)

  [[nodiscard]] std::span<const ConstView> views() const { return {views_.data(), count_}; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  /// The number of samples. Throws InvalidArgument when the inputs disagree or an array has no sample axis.
  [[nodiscard]] Index samples() const;
  /// Samples [first, last) of every input, without a copy.
  [[nodiscard]] Inputs slice(Index first, Index last) const;
  /// The samples of these numbers, copied into `into`, one tensor for each view. No allocation where there is room.
  [[nodiscard]] Inputs gather(std::span<const Index> samples, std::span<Tensor> into) const;

 private:
  std::array<ConstView, max_count> views_{};
  std::size_t count_ = 0;
};

/// Arrays for the outputs of a model, in their order.
///
///   model.fit(x, {price.view(), kind.view()});
using Targets = Inputs;

}  // namespace vernier::nn
