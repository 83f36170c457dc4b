#pragma once
// NumPy's arrays as views, without a copy, and tensors as NumPy's arrays.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <vector>

#include "vernier/nn/inputs.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::python {

namespace nb = nanobind;

/// Rows one after another in memory; the Python side sees to type and order.
using Array = nb::ndarray<const float, nb::numpy, nb::c_contig, nb::device::cpu>;
using Arrays = std::vector<Array>;

/// Valid as long as the array. Throws InvalidArgument for more axes than Shape has.
[[nodiscard]] ConstView view_of(const Array& array);
[[nodiscard]] nn::Inputs inputs_of(const Arrays& arrays);
/// The numbers of an array, whatever its shape.
[[nodiscard]] std::span<const float> numbers_of(const Array& array);

/// Takes the tensor's memory over.
[[nodiscard]] nb::ndarray<nb::numpy, float> array_of(Tensor tensor);

}  // namespace vernier::python
