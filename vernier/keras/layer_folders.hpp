#pragma once
// Where Keras saves the weights of a layer.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/component.hpp"

namespace vernier::keras {

/// Names the folders of a model's layers in their order: after the class, "dense", "dense_1", "p_re_lu". Source:
/// keras/src/saving/saving_lib.py, Keras 3.15.
class LayerFolders {
 public:
  [[nodiscard]] std::string next(std::string_view class_name);

 private:
  std::map<std::string, int> used_;
};

/// The folders in that of a layer between which its weights are divided evenly: "cell", "forward_layer/cell".
[[nodiscard]] std::vector<std::string> weight_folders(const Component& layer);

}  // namespace vernier::keras
