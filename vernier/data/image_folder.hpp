#pragma once
// Folders of images.
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vernier/data/reader.hpp"

namespace vernier {

struct ImageOptions {
  std::optional<std::pair<Index, Index>> size{};  ///< height and width that all are brought to
  Index channels = 0;                             ///< 1, 3, or 0: 3 where any image has colours
};

/// Images (count, height, width, channels) and, of each, its file and the folder that it lies in.
struct ImageFolder {
  Array images;
  std::vector<std::string> files;
  std::vector<std::string> folders;  ///< relative; "." for images in the folder itself
};

/// Every PNG and JPEG file in the folder and the folders in it, in the order of their paths; other files are left
/// alone. Throws BadData that names the file for one that is damaged, for images of different sizes where `size` does
/// not say one, and for a folder without images; NotFound for a missing folder. Thread-safe.
[[nodiscard]] ImageFolder read_image_folder(const std::filesystem::path& folder, const ImageOptions& options = {});

/// The class of each image: the folder that it lies in. Throws BadData for an image outside of any.
[[nodiscard]] Column class_column(const ImageFolder& folder);

}  // namespace vernier
