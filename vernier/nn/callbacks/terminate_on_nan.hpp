#pragma once
// Ends training as soon as the loss of a batch is no number. Source: keras/src/callbacks/terminate_on_nan.py, Keras 3.
#include "vernier/base/component.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component TerminateOnNaN() { return "terminate_on_nan"; }

}  // namespace vernier::nn
