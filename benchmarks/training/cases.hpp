#pragma once
// The models and data that trainers are timed on.
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/tensor/shape.hpp"

struct Case {
  vernier::Index batch = 0;
  vernier::Index samples = 0;
  std::vector<vernier::Shape> inputs;  ///< of one sample
  vernier::Json model;
  std::string loss;
  double multiply_adds = 0;  ///< of one step: forward and all backward products but the gradient of the data
  vernier::Index ids = 0;    ///< inputs are ids below it; 0: numbers from 0 to 1
  std::string dtype_policy = "float32";
};

/// A case by its letter; with `lazy_rows` its embeddings have them. Throws NotFound.
[[nodiscard]] Case find_case(const std::string& name, bool lazy_rows);
