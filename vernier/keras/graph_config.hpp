#pragma once
// A model as Keras describes it, as a model of nn.
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::keras {

/// The model of a config.json, and for each of its layers that can have weights the folder that they are saved in.
struct SavedModel {
  nn::Model model{};
  struct Place {
    Component component;
    nn::Model::LayerId layer;
    std::string folder;  ///< "layers/dense_1"
  };
  std::vector<Place> places{};
  std::size_t calls = 0;
};

/// The text of a Sequential or Functional one. Throws BadData that begins with `where` for a description that is
/// malformed, Unsupported for models, layers and calls that nn has not.
[[nodiscard]] SavedModel read_model_config(std::string_view text, const std::string& where);

}  // namespace vernier::keras
