#pragma once
// The options of the pooling layers. Source: keras/src/layers/pooling/base_pooling.py and base_global_pooling.py,
// Keras 3.
#include <optional>
#include <vector>

#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct PoolingOptions {
  std::vector<Index> pool_size{2};              ///< cells of a window: one number for all axes, or one an axis
  std::optional<std::vector<Index>> strides{};  ///< pool_size by default
  std::string padding = "valid";
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<PoolingOptions>& field) {
    using O = PoolingOptions;
    field("pool_size", &O::pool_size, "cells of a window: one number, or one an axis").at_least(1);
    field("strides", &O::strides, "cells between windows; null: pool_size").at_least(1);
    field("padding", &O::padding, "same: windows may reach beyond the edge; what lies there does not count")
        .one_of({"valid", "same"});
    describe_layer_options(field);
  }
};

struct GlobalPoolingOptions {
  bool keepdims = false;  ///< keep the axes pooled over, with extent 1
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<GlobalPoolingOptions>& field) {
    field("keepdims", &GlobalPoolingOptions::keepdims, "keep the axes pooled over, with extent 1");
    describe_layer_options(field);
  }
};

}  // namespace vernier::nn
