#include "bindings/python/core/arrays.hpp"

#include <array>
#include <memory>

namespace vernier::python {

ConstView view_of(const Array& array) {
  std::vector<Index> extents;
  for (std::size_t axis = 0; axis < array.ndim(); ++axis) extents.push_back(static_cast<Index>(array.shape(axis)));
  return {array.data(), Shape(std::span<const Index>(extents))};
}

nn::Inputs inputs_of(const Arrays& arrays) {
  std::vector<ConstView> views;
  for (const Array& array : arrays) views.push_back(view_of(array));
  return nn::Inputs(std::span<const ConstView>(views));
}

std::span<const float> numbers_of(const Array& array) { return {array.data(), array.size()}; }

nb::ndarray<nb::numpy, float> array_of(Tensor tensor) {
  auto held = std::make_unique<Tensor>(std::move(tensor));
  std::array<std::size_t, Shape::max_rank> extents{};
  const Shape& shape = held->shape();
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) extents[axis] = static_cast<std::size_t>(shape[axis]);
  float* const data = held->data();
  const std::size_t rank = shape.rank();
  const nb::capsule owner(held.release(), [](void* memory) noexcept { delete static_cast<Tensor*>(memory); });
  return {data, rank, extents.data(), owner};
}

}  // namespace vernier::python
