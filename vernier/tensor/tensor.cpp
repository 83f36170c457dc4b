#include "vernier/tensor/tensor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "vernier/base/errors.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace vernier {
namespace {

constexpr std::size_t huge_page = std::size_t{1} << 21;

float* allocate(Index size) {
  const std::size_t wanted = static_cast<std::size_t>(std::max<Index>(size, 1)) * sizeof(float);
  // A large array is walked in long steps, and each page of 4 kB that it meets costs a look-up.
  const std::size_t alignment = wanted >= huge_page / 2 ? huge_page : 64;
  const std::size_t bytes = (wanted + alignment - 1) / alignment * alignment;
  void* memory = std::aligned_alloc(alignment, bytes);
  if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__)
  if (alignment == huge_page) (void)madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  std::fill_n(static_cast<float*>(memory), wanted / sizeof(float), 0.0F);
  return static_cast<float*>(memory);
}

Shape sliced(const Shape& shape, Index first, Index last) {
  if (shape.rank() == 0 || first < 0 || last < first || last > shape[0]) {
    throw InvalidArgument(fmt::format("rows {} to {} of an array of shape {}", first, last, to_string(shape)),
                          "rows inside it");
  }
  return shape.without_front().with_front(last - first);
}

}  // namespace

void Tensor::Free::operator()(float* memory) const { std::free(memory); }

Tensor::Tensor(const Shape& shape) : shape_(shape), data_(allocate(shape.size())) {}

Tensor::Tensor(const Shape& shape, std::span<const float> values) : Tensor(shape) {
  if (static_cast<Index>(values.size()) != shape.size()) {
    throw InvalidArgument(fmt::format("{} values for the shape {}", values.size(), to_string(shape)),
                          fmt::format("{} values", shape.size()));
  }
  std::copy(values.begin(), values.end(), data_.get());
}

Tensor::Tensor(const Tensor& other) : shape_(other.shape_), data_(other.empty() ? nullptr : allocate(other.size())) {
  if (!other.empty()) std::copy_n(other.data(), other.size(), data_.get());
}

Tensor& Tensor::operator=(const Tensor& other) {
  if (this != &other) *this = Tensor(other);
  return *this;
}

View Tensor::slice(Index first, Index last) {
  const Shape shape = sliced(shape_, first, last);
  return {data_.get() + first * shape_.without_front().size(), shape};
}

ConstView Tensor::slice(Index first, Index last) const {
  const Shape shape = sliced(shape_, first, last);
  return {data_.get() + first * shape_.without_front().size(), shape};
}

void Tensor::reshape(const Shape& shape) {
  if (shape.size() != shape_.size()) {
    throw InvalidArgument(fmt::format("an array of shape {} as {}", to_string(shape_), to_string(shape)),
                          "the same number of elements");
  }
  shape_ = shape;
}

}  // namespace vernier
