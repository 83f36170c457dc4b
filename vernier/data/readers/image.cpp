#include "vernier/data/readers/image.hpp"

#include <fmt/core.h>
#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr Index most_pixels = Index{1} << 26;

bool looks_like_png(std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n"); }
bool looks_like_jpeg(std::string_view bytes) { return bytes.starts_with("\xFF\xD8\xFF"); }

[[noreturn]] void fail_image(std::string_view source, std::string_view what) {
  throw BadData(fmt::format("{}: the image cannot be read ({})", source, what), "a whole PNG or JPEG file",
                "Write it again, or take it out of the folder.");
}

void check_size(Index height, Index width, std::string_view source) {
  if (height > 0 && width > 0 && height <= most_pixels / width) return;
  throw BadData(fmt::format("{}: an image of {} x {}", source, height, width),
                fmt::format("at most {} pixels", most_pixels));
}

Image image_of(Index height, Index width, Index channels) {
  return {height, width, channels, std::vector<std::uint8_t>(static_cast<std::size_t>(height * width * channels))};
}

Image decode_png(std::string_view bytes, std::string_view source, Index channels) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, decltype(&png_image_free)> guard(&png, &png_image_free);
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) fail_image(source, png.message);
  check_size(png.height, png.width, source);
  const bool color = channels == 0 ? (png.format & PNG_FORMAT_FLAG_COLOR) != 0 : channels == 3;
  png.format = color ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  Image image = image_of(png.height, png.width, color ? 3 : 1);
  const png_color black{};
  if (png_image_finish_read(&png, &black, image.pixels.data(), 0, nullptr) == 0) fail_image(source, png.message);
  return image;
}

Image decode_jpeg(std::string_view bytes, std::string_view source, Index channels) {
  const std::unique_ptr<void, decltype(&tjDestroy)> decoder(tjInitDecompress(), &tjDestroy);
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  int width = 0;
  int height = 0;
  int subsampling = 0;
  int space = 0;
  if (tjDecompressHeader3(decoder.get(), data, bytes.size(), &width, &height, &subsampling, &space) != 0) {
    fail_image(source, tjGetErrorStr2(decoder.get()));
  }
  check_size(height, width, source);
  const bool color = channels == 0 ? space != TJCS_GRAY : channels == 3;
  Image image = image_of(height, width, color ? 3 : 1);
  if (tjDecompress2(decoder.get(), data, bytes.size(), image.pixels.data(), width, 0, height,
                    color ? TJPF_RGB : TJPF_GRAY, TJFLAG_STOPONWARNING | TJFLAG_ACCURATEDCT) != 0) {
    fail_image(source, tjGetErrorStr2(decoder.get()));
  }
  return image;
}

/// Which cells of a line of `from` make one cell of a line of `to`, and their weights.
struct Taps {
  std::vector<Index> first;
  std::vector<std::vector<float>> weights;
};

Taps taps_of(Index from, Index to) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  const double reach = std::max(scale, 1.0);  // half the base of a triangle around the cell's centre
  Taps taps;
  for (Index cell = 0; cell < to; ++cell) {
    const double centre = (static_cast<double>(cell) + 0.5) * scale - 0.5;
    const auto first = std::max<Index>(0, static_cast<Index>(std::ceil(centre - reach)));
    const auto last = std::min<Index>(from - 1, static_cast<Index>(std::floor(centre + reach)));
    std::vector<float> weights;
    float sum = 0;
    for (Index k = first; k <= last; ++k) {
      weights.push_back(static_cast<float>(std::max(0.0, 1.0 - std::abs(static_cast<double>(k) - centre) / reach)));
      sum += weights.back();
    }
    for (float& weight : weights) weight /= sum;
    taps.first.push_back(first);
    taps.weights.push_back(std::move(weights));
  }
  return taps;
}

}  // namespace

bool looks_like_image(std::string_view bytes) { return looks_like_png(bytes) || looks_like_jpeg(bytes); }

Image decode_image(std::string_view bytes, std::string_view source, Index channels) {
  if (looks_like_png(bytes)) return decode_png(bytes, source, channels);
  if (looks_like_jpeg(bytes)) return decode_jpeg(bytes, source, channels);
  fail_image(source, bytes.empty() ? "the file is empty" : "neither PNG nor JPEG");
}

Image resized(const Image& image, Index height, Index width) {
  if (height == image.height && width == image.width) return image;
  const Taps rows = taps_of(image.height, height);
  const Taps columns = taps_of(image.width, width);
  const auto channels = static_cast<std::size_t>(image.channels);
  const auto line = static_cast<std::size_t>(width) * channels;
  std::vector<float> narrow(static_cast<std::size_t>(image.height) * line, 0.0F);
  for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
    const std::uint8_t* from = image.pixels.data() + y * static_cast<std::size_t>(image.width) * channels;
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      for (std::size_t k = 0; k < columns.weights[x].size(); ++k) {
        const std::size_t at = (static_cast<std::size_t>(columns.first[x]) + k) * channels;
        for (std::size_t c = 0; c < channels; ++c) {
          narrow[y * line + x * channels + c] += columns.weights[x][k] * static_cast<float>(from[at + c]);
        }
      }
    }
  }
  Image result = image_of(height, width, image.channels);
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    for (std::size_t i = 0; i < line; ++i) {
      float sum = 0;
      for (std::size_t k = 0; k < rows.weights[y].size(); ++k) {
        sum += rows.weights[y][k] * narrow[(static_cast<std::size_t>(rows.first[y]) + k) * line + i];
      }
      result.pixels[y * line + i] = static_cast<std::uint8_t>(std::clamp(std::lround(sum), 0L, 255L));
    }
  }
  return result;
}

}  // namespace vernier
