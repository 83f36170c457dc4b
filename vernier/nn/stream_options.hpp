#pragma once
// How data that do not fit into memory are passed over.
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// In memory are window * block samples.
struct StreamOptions {
  Index block = 256;  ///< samples that are read together
  Index window = 16;  ///< blocks that are in memory together
};

}  // namespace vernier::nn
