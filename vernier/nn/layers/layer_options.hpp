#pragma once
// The options that every layer has besides its own.
#include <string>

#include "vernier/base/options.hpp"

namespace vernier::nn {

/// Adds the rows "name" and "trainable". An options struct has these two as its last members:
/// `std::string name{}; bool trainable = true;`. make_layer hands their values to the layer.
template <class Derived>
void describe_layer_options(OptionFields<Derived>& field) {
  field("name", &Derived::name, "unique in its model; made from the kind of layer where empty");
  field("trainable", &Derived::trainable, "whether training changes its weights");
}

}  // namespace vernier::nn
