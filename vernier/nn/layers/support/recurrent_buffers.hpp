#pragma once
// The buffers that a recurrent layer asks its Context for.
#include <cstddef>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

enum RecurrentBuffer : std::size_t {
  recurrent_inputs = 1,  // 0 is the cell's own
  recurrent_gates,
  recurrent_states,
  recurrent_kept,
  recurrent_linear,
  recurrent_scratch,
  recurrent_state_gradients,
  recurrent_set_aside,
  recurrent_transposed,
  recurrent_input_mask,
  recurrent_state_mask,
  recurrent_masked,
  recurrent_input_gradient
};

inline std::size_t count_of(Index a, Index b, Index c = 1) { return static_cast<std::size_t>(a * b * c); }

}  // namespace vernier::nn
