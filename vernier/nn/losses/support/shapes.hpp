#pragma once
// What losses ask of the shapes of targets and predictions (with the batch axis).
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Keras's epsilon: probabilities are kept this far from 0 and 1. In float32 1 - 1e-7 is 0.99999988.
inline constexpr float loss_epsilon = 1e-7F;

/// Equal shapes; an axis of length 1 at the end may be missing from either. Else InvalidArgument with both shapes.
void check_same_shape(const Shape& target, const Shape& prediction);
/// The same for targets that give a number to each class; explains what to do with class ids.
void check_one_hot(const Shape& target, const Shape& prediction);
/// One class id for each row of the prediction, with or without an axis of length 1 at the end.
void check_class_ids(const Shape& target, const Shape& prediction);

/// A class id of a target as an index below `classes`. Throws BadData that names the id and the number of classes.
[[nodiscard]] Index class_index(float id, Index classes);

}  // namespace vernier::nn
