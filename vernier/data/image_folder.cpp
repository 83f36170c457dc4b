#include "vernier/data/image_folder.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/data/readers/image.hpp"

namespace vernier {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{8} << 30;  // of the whole array

std::vector<fs::path> image_files(const fs::path& folder) {
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) throw NotFound(fmt::format("there is no folder {}", folder.string()));
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
    std::string ending = entry.path().extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (entry.is_regular_file() && (ending == ".png" || ending == ".jpg" || ending == ".jpeg")) {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  if (paths.empty()) throw BadData(fmt::format("{} holds no image", folder.string()), "PNG or JPEG files");
  return paths;
}

}  // namespace

ImageFolder read_image_folder(const fs::path& folder, const ImageOptions& options) {
  const std::vector<fs::path> paths = image_files(folder);
  std::vector<Image> images;
  Index channels = options.channels;
  std::uint64_t bytes = 0;
  for (const fs::path& path : paths) {
    Image image = decode_image(read_file(path), path.string(), options.channels);
    if (options.size) image = resized(image, options.size->first, options.size->second);
    if (!images.empty() && (image.height != images[0].height || image.width != images[0].width)) {
      throw BadData(fmt::format("{} has {} x {} pixels and {} has {} x {}", paths[0].string(), images[0].height,
                                images[0].width, path.string(), image.height, image.width),
                    "images of one size", "Say image_size: [HEIGHT, WIDTH].");
    }
    if (options.channels == 0) channels = std::max(channels, image.channels);
    bytes += static_cast<std::uint64_t>(image.height * image.width) * 3 * sizeof(float);
    if (bytes > most_bytes) {
      throw BadData(fmt::format("the images of {} need more than {} GiB", folder.string(), most_bytes >> 30),
                    "fewer or smaller ones", "Say image_size: [HEIGHT, WIDTH].");
    }
    images.push_back(std::move(image));
  }
  const Index pixels = images[0].height * images[0].width;
  ImageFolder result;
  result.images = {Tensor(Shape{static_cast<Index>(images.size()), images[0].height, images[0].width, channels}), true,
                   true};
  float* out = result.images.values.data();
  for (std::size_t k = 0; k < images.size(); ++k) {
    const Image& image = images[k];
    for (Index i = 0; i < pixels; ++i) {
      for (Index c = 0; c < channels; ++c) {
        const Index from = image.channels == 1 ? i : i * image.channels + c;
        *out++ = static_cast<float>(image.pixels[static_cast<std::size_t>(from)]);
      }
    }
    result.files.push_back(paths[k].string());
    const fs::path place = fs::relative(paths[k].parent_path(), folder);
    result.folders.push_back(place.empty() ? "." : place.generic_string());
  }
  return result;
}

Column class_column(const ImageFolder& folder) {
  Column column;
  column.name = "folder";
  column.is_text = true;
  for (std::size_t k = 0; k < folder.folders.size(); ++k) {
    const std::string& name = folder.folders[k];
    if (name == ".") {
      throw BadData(fmt::format("{} lies in no folder of a class", folder.files[k]), "one folder for each class");
    }
    const auto found = std::find(column.levels.begin(), column.levels.end(), name);
    column.codes.push_back(static_cast<std::int32_t>(found - column.levels.begin()));
    if (found == column.levels.end()) column.levels.push_back(name);
  }
  return column;
}

}  // namespace vernier
