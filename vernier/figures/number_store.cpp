#include "vernier/figures/number_store.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace vernier {
namespace {

std::string base64(std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 63U];
    }
  }
  return text;
}

// Of the numbers as this type, `missing` where they are not finite; `Bits` has its size.
template <class Type, class Bits>
std::string little_endian(std::span<const double> numbers, Type missing) {
  std::string bytes;
  bytes.reserve(numbers.size() * sizeof(Type));
  for (const double number : numbers) {
    const Bits bits = std::bit_cast<Bits>(std::isfinite(number) ? static_cast<Type>(number) : missing);
    for (std::size_t k = 0; k < sizeof(Type); ++k) bytes += static_cast<char>(bits >> (8 * k) & 255U);
  }
  return bytes;
}

}  // namespace

std::size_t NumberStore::add(std::span<const double> numbers) {
  double low = 0, high = 0;
  bool whole = true, complete = true;
  for (const double number : numbers) {
    if (!std::isfinite(number)) {
      complete = false;
      continue;
    }
    whole = whole && number == std::floor(number);
    low = std::min(low, number);
    high = std::max(high, number);
  }
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::string type, bytes;
  if (whole && low >= 0 && high < 0xff) {
    type = "u8";
    bytes = little_endian<std::uint8_t, std::uint8_t>(numbers, 0xff);
  } else if (whole && low >= 0 && high < 0xffff) {
    type = "u16";
    bytes = little_endian<std::uint16_t, std::uint16_t>(numbers, 0xffff);
  } else if (whole && complete && low >= -0x80000000LL && high <= 0x7fffffff) {
    type = "i32";
    bytes = little_endian<std::int32_t, std::uint32_t>(numbers, 0);
  } else if (single_ && std::max(-low, high) < 1e38) {
    type = "f32";
    bytes = little_endian<float, std::uint32_t>(numbers, static_cast<float>(nan));
  } else {
    type = "f64";
    bytes = little_endian<double, std::uint64_t>(numbers, nan);
  }
  const auto [at, fresh] = places_.try_emplace(type + bytes, lists_.size());
  if (fresh) lists_.push_back({{"type", type}, {"data", base64(bytes)}});
  return at->second;
}

}  // namespace vernier
