#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/data/readers/arrays.hpp"

namespace vernier {
namespace {

std::uint64_t idx_big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Bytes per element; 0 for a type code that does not exist.
std::size_t idx_element_size(unsigned char type) {
  switch (type) {
    case 0x08:
    case 0x09: return 1;
    case 0x0B: return 2;
    case 0x0C:
    case 0x0D: return 4;
    case 0x0E: return 8;
    default: return 0;
  }
}

float idx_element(std::string_view bytes, std::size_t at, unsigned char type) {
  const std::uint64_t bits = idx_big_endian(bytes, at, idx_element_size(type));
  switch (type) {
    case 0x09: return static_cast<float>(static_cast<std::int8_t>(bits));
    case 0x0B: return static_cast<float>(static_cast<std::int16_t>(bits));
    case 0x0C: return static_cast<float>(static_cast<std::int32_t>(bits));
    case 0x0D: return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case 0x0E: return static_cast<float>(std::bit_cast<double>(bits));
    default: return static_cast<float>(bits);
  }
}

}  // namespace

bool looks_like_idx(std::string_view bytes) {
  if (bytes.size() < 8 || bytes[0] != 0 || bytes[1] != 0) return false;
  return idx_element_size(static_cast<unsigned char>(bytes[2])) > 0 && bytes[3] >= 1 && bytes[3] <= 16;
}

Array read_idx(std::string_view bytes, std::string_view source) {
  if (!looks_like_idx(bytes)) throw BadData(fmt::format("{} is not an IDX file", source), "two zero bytes and a type");
  const auto type = static_cast<unsigned char>(bytes[2]);
  const auto rank = static_cast<std::size_t>(bytes[3]);
  const std::size_t start = 4 + 4 * rank;
  if (rank > Shape::max_rank) {
    throw BadData(fmt::format("{} has {} axes", source, rank), fmt::format("at most {}", Shape::max_rank));
  }
  if (bytes.size() < start) throw BadData(fmt::format("{} ends within its header", source), "a whole IDX file");
  std::vector<Index> extents;
  double size = static_cast<double>(idx_element_size(type));
  for (std::size_t axis = 0; axis < rank; ++axis) {
    extents.push_back(static_cast<Index>(idx_big_endian(bytes, 4 + 4 * axis, 4)));
    size *= static_cast<double>(extents.back());
  }
  if (size != static_cast<double>(bytes.size() - start)) {
    throw BadData(fmt::format("{} holds {} bytes behind its header", source, bytes.size() - start),
                  fmt::format("{:.0f} for the shape {}", size, fmt::format("({})", fmt::join(extents, ", "))),
                  "Copy or download the file again.");
  }
  if (size == 0) throw BadData(fmt::format("{} holds no elements", source), "an array with at least one element");
  Array array;
  array.bytes = type == 0x08;
  array.integers = type < 0x0D;
  array.values = Tensor(Shape(extents));
  std::size_t at = start;
  for (float& value : array.values.values()) {
    value = idx_element(bytes, at, type);
    at += idx_element_size(type);
  }
  return array;
}

}  // namespace vernier
