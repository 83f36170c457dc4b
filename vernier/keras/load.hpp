#pragma once
// Models that Keras saved. docs/formats/keras.md says what is read.
//
//   nn::Model model = keras::load("model.keras");
#include <filesystem>
#include <string_view>

#include "vernier/nn/model.hpp"

namespace vernier::keras {

/// Reads a .keras file of Keras 3: a Sequential or Functional model with its weights. How it was compiled is left out.
/// Throws BadData, with the place, for a file that is not such a model, Unsupported for layers, options and calls that
/// nn has not, NotFound. Nothing of an archive is written to disk.
[[nodiscard]] nn::Model load(const std::filesystem::path& path);
/// The same of the bytes of a file, named `where`.
[[nodiscard]] nn::Model read(std::string_view bytes, std::string_view where);

/// Whether layers of this kind of nn are read.
[[nodiscard]] bool can_read(std::string_view layer);

}  // namespace vernier::keras
