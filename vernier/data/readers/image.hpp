#pragma once
// One PNG or JPEG file as bytes. libpng and libjpeg-turbo do the work.
#include <cstdint>
#include <string_view>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace vernier {

/// Rows from the top, the last axis the channels: grey, or red, green, blue. Transparency is laid on black.
struct Image {
  Index height = 0;
  Index width = 0;
  Index channels = 0;
  std::vector<std::uint8_t> pixels;
};

[[nodiscard]] bool looks_like_image(std::string_view bytes);
/// `channels`: 1, 3, or 0 for what the file has. Throws BadData, naming the source, for a file that is damaged or cut
/// short, of another kind, or of more than 2^26 pixels. Thread-safe.
[[nodiscard]] Image decode_image(std::string_view bytes, std::string_view source, Index channels = 0);

/// The image at another size: bilinear where it grows, the mean of what falls together where it shrinks.
[[nodiscard]] Image resized(const Image& image, Index height, Index width);

}  // namespace vernier
