#pragma once
// The numbers of a document, each list once and as small as it can be.
#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "vernier/base/json.hpp"

namespace vernier {

/// Lists are written as little-endian arrays in base64, of the smallest type that holds them: u8, u16 or i32 for whole
/// numbers, else f64, or f32 (seven digits) where the document is large. What is not finite is NaN, and the greatest
/// number of u8 and u16.
class NumberStore {
 public:
  /// `single`: numbers that are not whole are rounded to f32.
  explicit NumberStore(bool single) : single_(single) {}

  /// The place of the list in the document; equal lists share one.
  std::size_t add(std::span<const double> numbers);
  /// [{"type":"u8","data":"..."}, ...] in the order of their places.
  [[nodiscard]] const Json& to_json() const { return lists_; }

 private:
  bool single_;
  Json lists_ = Json::array();
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace vernier
