#include "vernier/keras/layer_folders.hpp"

#include <fmt/core.h>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::keras {
namespace {

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }

/// Words begin with a capital before a small letter, or behind one.
std::string snake_case(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins =
        i > 0 && is_upper(name[i]) && (is_lower(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if (begins) result += '_';
    result += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return result;
}

}  // namespace

std::string LayerFolders::next(std::string_view class_name) {
  const std::string name = snake_case(class_name);
  const int number = used_[name]++;
  return number == 0 ? name : fmt::format("{}_{}", name, number);
}

std::vector<std::string> weight_folders(const Component& layer) {
  if (layer.name == "bidirectional") return {"/forward_layer/cell", "/backward_layer/cell"};
  if (layer.name == "multi_head_attention") return {"/query_dense", "/key_dense", "/value_dense", "/output_dense"};
  if (layer.name == "time_distributed") {
    std::vector<std::string> folders = weight_folders(component_from_json(layer.options["layer"], "layer"));
    for (std::string& folder : folders) folder = "/layer" + folder;
    return folders;
  }
  const bool recurrent = nn::layers().get(layer.name).options.find("go_backwards") != nullptr;
  return {recurrent ? "/cell" : ""};
}

}  // namespace vernier::keras
