#include "vernier/nn/losses/support/shapes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::nn {
namespace {

std::span<const Index> without_last_one(const Shape& shape) {
  const std::span<const Index> extents = shape.extents();
  return !extents.empty() && extents.back() == 1 ? extents.first(extents.size() - 1) : extents;
}

std::string both_shapes(const Shape& target, const Shape& prediction) {
  return fmt::format("targets of shape {} for predictions of shape {}", to_string(target), to_string(prediction));
}

bool same_but_for_last_one(const Shape& a, const Shape& b) {
  return std::ranges::equal(without_last_one(a), without_last_one(b));
}

bool are_class_ids(const Shape& target, const Shape& prediction) {
  if (prediction.rank() == 0) return false;
  return std::ranges::equal(without_last_one(target), prediction.extents().first(prediction.rank() - 1));
}

}  // namespace

void check_same_shape(const Shape& target, const Shape& prediction) {
  if (same_but_for_last_one(target, prediction)) return;
  throw InvalidArgument(
      both_shapes(target, prediction), "the same shape",
      fmt::format("The last layer should have {} unit{}.", target.back(), target.back() == 1 ? "" : "s"));
}

void check_one_hot(const Shape& target, const Shape& prediction) {
  if (same_but_for_last_one(target, prediction)) return;
  if (are_class_ids(target, prediction)) {
    throw InvalidArgument(both_shapes(target, prediction), "one number for each class (one-hot)",
                          "For class ids use sparse_categorical_crossentropy.");
  }
  throw InvalidArgument(both_shapes(target, prediction), "one number for each class (one-hot), the same shape",
                        fmt::format("The last layer should have {} units, one for each class.", target.back()));
}

void check_class_ids(const Shape& target, const Shape& prediction) {
  if (are_class_ids(target, prediction)) return;
  if (same_but_for_last_one(target, prediction)) {
    throw InvalidArgument(both_shapes(target, prediction), "one class id for each row",
                          "For one-hot targets use categorical_crossentropy.");
  }
  throw InvalidArgument(both_shapes(target, prediction), "one class id for each row of the predictions");
}

Index class_index(float id, Index classes) {
  const auto index = id >= 0.0F && id < static_cast<float>(classes) ? static_cast<Index>(id) : Index{-1};
  if (static_cast<float>(index) != id) {
    throw BadData(fmt::format("the class id {} in the targets", format_number(id)),
                  fmt::format("an integer from 0 to {}, as there are {} classes", classes - 1, classes),
                  "Number the classes from 0, or give the last layer more units.");
  }
  return index;
}

}  // namespace vernier::nn
