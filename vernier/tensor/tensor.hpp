#pragma once
// Dense row-major float32 arrays: owners and views.
#include <memory>
#include <span>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace vernier {

/// A read-only window on an array; never stored beyond the call that received it.
struct ConstView {
  const float* data = nullptr;
  Shape shape;
  [[nodiscard]] Index size() const { return shape.size(); }
  [[nodiscard]] std::span<const float> values() const { return {data, static_cast<std::size_t>(shape.size())}; }
  /// All axes but the last folded into rows.
  [[nodiscard]] Index columns() const { return shape.back(); }
  [[nodiscard]] Index rows() const { return columns() == 0 ? 0 : size() / columns(); }
};

/// A writable window.
struct View {
  float* data = nullptr;
  Shape shape;
  operator ConstView() const { return {data, shape}; }  // NOLINT(google-explicit-constructor)
  [[nodiscard]] Index size() const { return shape.size(); }
  [[nodiscard]] std::span<float> values() const { return {data, static_cast<std::size_t>(shape.size())}; }
  [[nodiscard]] Index columns() const { return shape.back(); }
  [[nodiscard]] Index rows() const { return columns() == 0 ? 0 : size() / columns(); }
};

/// Owns its elements, aligned to 64 bytes, zero at first. Copies are deep. Class ids and token ids are stored as
/// float32 too (exact up to 2^24).
class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(const Shape& shape);
  /// Throws InvalidArgument when the number of values does not fit the shape.
  Tensor(const Shape& shape, std::span<const float> values);
  Tensor(const Tensor& other);
  Tensor& operator=(const Tensor& other);
  Tensor(Tensor&& other) noexcept = default;
  Tensor& operator=(Tensor&& other) noexcept = default;

  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] Index size() const { return shape_.size(); }
  [[nodiscard]] bool empty() const { return data_ == nullptr; }
  [[nodiscard]] float* data() { return data_.get(); }
  [[nodiscard]] const float* data() const { return data_.get(); }
  [[nodiscard]] std::span<float> values() { return {data_.get(), static_cast<std::size_t>(size())}; }
  [[nodiscard]] std::span<const float> values() const { return {data_.get(), static_cast<std::size_t>(size())}; }
  [[nodiscard]] View view() { return {data_.get(), shape_}; }
  [[nodiscard]] ConstView view() const { return {data_.get(), shape_}; }
  /// Rows [first, last) along the first axis, without a copy.
  [[nodiscard]] View slice(Index first, Index last);
  [[nodiscard]] ConstView slice(Index first, Index last) const;
  /// The same elements under another shape of the same size; throws InvalidArgument otherwise.
  void reshape(const Shape& shape);

 private:
  struct Free {
    void operator()(float* memory) const;
  };
  Shape shape_;
  std::unique_ptr<float[], Free> data_;
};

}  // namespace vernier
