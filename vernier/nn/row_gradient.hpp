#pragma once
// The gradient of a table of which a step touches few rows.
#include <cstdint>
#include <span>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Holds the rows that were touched since the last clear, in the order in which they were; all others are zero.
class RowGradient {
 public:
  explicit RowGradient(const Shape& table) : columns_(static_cast<std::size_t>(table[1])) {
    place_.assign(static_cast<std::size_t>(table[0]), untouched);
  }

  /// Forgets all rows, and makes room for `count` of them: nothing is allocated until there are more.
  void clear(std::size_t count);
  /// The gradient of a row, zero when it is touched for the first time. Valid until another row is touched.
  [[nodiscard]] std::span<float> touch(std::size_t row);

  [[nodiscard]] std::span<const std::size_t> rows() const { return rows_; }
  /// The gradients of rows(), one after another.
  [[nodiscard]] std::span<float> values() { return {values_.data(), rows_.size() * columns_}; }
  [[nodiscard]] std::size_t columns() const { return columns_; }

 private:
  static constexpr std::int32_t untouched = -1;

  std::size_t columns_;
  std::vector<std::int32_t> place_;  // of each row of the table in rows_
  std::vector<std::size_t> rows_;
  std::vector<float> values_;
};

}  // namespace vernier::nn
