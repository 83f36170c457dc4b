#include "vernier/nn/losses/support/shapes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::nn {
namespace {

// Whether `shorter` is `longer` without its last axis.
bool is_without_last(const Shape& shorter, const Shape& longer) {
  return longer.rank() > 0 && std::ranges::equal(shorter.extents(), longer.extents().first(longer.rank() - 1));
}

std::string both_shapes(const Shape& target, const Shape& prediction) {
  return fmt::format("targets of shape {} for predictions of shape {}", to_string(target), to_string(prediction));
}

bool same_but_for_last_one(const Shape& a, const Shape& b) {
  return a == b || (b.back() == 1 && is_without_last(a, b)) || (a.back() == 1 && is_without_last(b, a));
}

bool are_class_ids(const Shape& target, const Shape& prediction) {
  if (is_without_last(target, prediction)) return true;
  return target.rank() == prediction.rank() && target.rank() > 0 && target.back() == 1 &&
         std::ranges::equal(target.extents().first(target.rank() - 1),
                            prediction.extents().first(prediction.rank() - 1));
}

}  // namespace

void check_same_shape(const Shape& target, const Shape& prediction) {
  if (same_but_for_last_one(target, prediction)) return;
  const Index units = target.rank() < 2 ? 1 : target.back();
  throw InvalidArgument(both_shapes(target, prediction), "the same shape",
                        fmt::format("The last layer should have {} unit{}.", units, units == 1 ? "" : "s"));
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
  const bool in_range = id >= 0.0F && id < static_cast<float>(classes);  // not for NaN
  const Index index = in_range ? static_cast<Index>(id) : 0;
  if (!in_range || static_cast<float>(index) != id) {
    throw BadData(fmt::format("the class id {} in the targets", format_number(id)),
                  fmt::format("an integer from 0 to {}, as there are {} classes", classes - 1, classes),
                  "Number the classes from 0, or give the last layer more units.");
  }
  return index;
}

}  // namespace vernier::nn
