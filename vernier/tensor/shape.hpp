#pragma once
// The extents of an array.
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

namespace vernier {

using Index = std::int64_t;

/// Extents, outermost first; rank at most 6. A value without heap memory. In nn a layer's shape has no batch axis.
class Shape {
 public:
  static constexpr std::size_t max_rank = 6;

  Shape() = default;
  Shape(std::initializer_list<Index> extents) : Shape(std::span<const Index>(extents.begin(), extents.size())) {}
  /// Throws InvalidArgument for a rank above max_rank or a negative extent.
  explicit Shape(std::span<const Index> extents);

  [[nodiscard]] std::size_t rank() const { return rank_; }
  [[nodiscard]] Index operator[](std::size_t axis) const { return extents_[axis]; }
  /// The last extent; 1 for rank 0.
  [[nodiscard]] Index back() const { return rank_ == 0 ? 1 : extents_[rank_ - 1]; }
  /// The product of the extents; 1 for rank 0.
  [[nodiscard]] Index size() const;
  /// (extent, *this...) and *this without its first axis.
  [[nodiscard]] Shape with_front(Index extent) const;
  [[nodiscard]] Shape without_front() const;
  [[nodiscard]] std::span<const Index> extents() const { return {extents_.data(), rank_}; }

  friend bool operator==(const Shape&, const Shape&) = default;

 private:
  std::array<Index, max_rank> extents_{};
  std::size_t rank_ = 0;
};

/// "(32, 100)"
[[nodiscard]] std::string to_string(const Shape& shape);

}  // namespace vernier
