#pragma once
// What the activations that treat each element alone have in common.
#include <algorithm>
#include <cmath>
#include <memory>
#include <type_traits>

#include "vernier/nn/activations/activation.hpp"

namespace vernier::nn {

/// An activation made of a function object with
///   static constexpr bool uses_input;             // whether the derivative needs x; otherwise it reads y alone
///   float operator()(float x) const;              // f(x); a NaN stays one
///   float derivative(float x, float y) const;     // f'(x), y = f(x); x is y where uses_input is false
/// and constructible from its options where it has some.
template <class Function, class Options = NoOptions>
class Elementwise final : public Activation {
 public:
  Elementwise() = default;
  explicit Elementwise(const Options& options) requires std::is_constructible_v<Function, const Options&>
      : function_(options) {}

  void forward(ConstView x, View y) const override {
    const Function function = function_;
    const Index size = x.size();
    for (Index i = 0; i < size; ++i) y.data[i] = function(x.data[i]);
  }
  void backward(ConstView x, ConstView y, ConstView dy, View dx) const override {
    const Function function = function_;
    const float* input = Function::uses_input ? x.data : y.data;
    const Index size = dx.size();
    for (Index i = 0; i < size; ++i) dx.data[i] = dy.data[i] * function.derivative(input[i], y.data[i]);
  }
  [[nodiscard]] bool needs_input() const override { return Function::uses_input; }

 private:
  Function function_;
};

/// The `.make` of such an entry.
template <class Function, class Options = NoOptions>
inline constexpr auto make_elementwise = &make_with<Activation, Elementwise<Function, Options>, Options>;

/// 1 / (1 + e^-x). Exact in both tails: e^-x overflows to infinity, whose reciprocal is 0.
inline float logistic(float x) { return 1.0F / (1.0F + std::exp(-x)); }
/// log(1 + e^x) without overflow.
inline float softplus_of(float x) { return std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))); }

}  // namespace vernier::nn
