// Source: numpy/lib/format.py, NumPy Enhancement Proposal 1.
#include <fmt/core.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/npy_file.hpp"
#include "vernier/data/readers/arrays.hpp"
#include "vernier/data/readers/text_input.hpp"

namespace vernier {
namespace {

struct NpyHeader {
  char kind = 'f';  // f i u b
  std::size_t width = 4;
  bool swapped = false;
  bool fortran = false;
  std::vector<Index> extents;
  std::size_t start = 0;
};

[[noreturn]] void npy_fail(std::string_view source, std::string_view happened, std::string_view expected) {
  throw BadData(fmt::format("{} is not a readable NPY file: {}", source, happened), expected,
                "Write it again with numpy.save.");
}

/// What follows 'key': in the header's Python dictionary.
std::optional<std::string_view> npy_entry(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::size_t at = header.find(fmt::format("{0}{1}{0}", quote, key));
    if (at == std::string_view::npos) continue;
    std::string_view rest = trim(header.substr(at + key.size() + 2));
    if (!rest.starts_with(':')) return std::nullopt;
    return trim(rest.substr(1));
  }
  return std::nullopt;
}

void npy_type(std::string_view descr, std::string_view source, NpyHeader& header) {
  const char quote = descr.empty() ? ' ' : descr[0];
  const std::size_t end = descr.find(quote, 1);
  const std::string_view type = end == std::string_view::npos ? "" : descr.substr(1, end - 1);
  const auto refuse = [&] {
    npy_fail(source, fmt::format("elements of type {}", excerpt(descr.substr(0, descr.find(", 'f")))),
             "f2, f4, f8, i1 to i8, u1 to u8 or b1");
  };
  if ((quote != '\'' && quote != '"') || type.size() != 3 ||
      std::string_view("<>|=").find(type[0]) == std::string_view::npos) {
    refuse();
  }
  header.kind = type[1];
  header.width = static_cast<std::size_t>(type[2] - '0');
  header.swapped = type[0] == '>';
  const std::string_view widths = header.kind == 'f' ? "248" : header.kind == 'b' ? "1" : "1248";
  if (std::string_view("fiub").find(header.kind) == std::string_view::npos ||
      widths.find(type[2]) == std::string_view::npos) {
    refuse();
  }
}

NpyHeader npy_header(std::string_view bytes, std::string_view source) {
  NpyHeader header;
  if (!looks_like_npy(bytes) || bytes.size() < 12) npy_fail(source, "it is too short", "a header");
  const int version = bytes[6];
  if (version < 1 || version > 3) npy_fail(source, fmt::format("version {}", version), "version 1, 2 or 3");
  const std::size_t counter = version == 1 ? 2 : 4;
  std::size_t length = 0;
  for (std::size_t i = 0; i < counter; ++i) length |= std::size_t{static_cast<unsigned char>(bytes[8 + i])} << (8 * i);
  if (length > bytes.size() - 8 - counter) npy_fail(source, "it ends within its header", "a whole header");
  const std::string_view text = bytes.substr(8 + counter, length);
  header.start = 8 + counter + length;
  const auto descr = npy_entry(text, "descr");
  const auto order = npy_entry(text, "fortran_order");
  auto shape = npy_entry(text, "shape");
  if (!descr || !order || !shape || !shape->starts_with('(')) {
    npy_fail(source, "its header lacks an entry", "descr, fortran_order and shape");
  }
  npy_type(*descr, source, header);
  header.fortran = order->starts_with("True");
  const std::size_t close = shape->find(')');
  if (close == std::string_view::npos) npy_fail(source, "its shape does not end", ")");
  for (const std::string& part : split(shape->substr(1, close - 1), ',')) {
    if (trim(part).empty()) continue;
    const auto extent = parse_number(part);
    if (!extent || *extent < 0 || *extent > 0x1p52 || *extent != std::trunc(*extent)) {
      npy_fail(source, fmt::format("an axis of '{}'", excerpt(part)), "whole numbers");
    }
    header.extents.push_back(static_cast<Index>(*extent));
  }
  return header;
}

// Of a file of so many bytes.
void npy_check_size(const NpyHeader& header, std::uint64_t bytes, std::string_view source) {
  if (header.extents.size() > Shape::max_rank) {
    throw BadData(fmt::format("{} has {} axes", source, header.extents.size()),
                  fmt::format("at most {}", Shape::max_rank));
  }
  double size = static_cast<double>(header.width);
  for (const Index extent : header.extents) size *= static_cast<double>(extent);
  if (size != static_cast<double>(bytes - header.start)) {
    npy_fail(source, fmt::format("{} bytes behind the header", bytes - header.start),
             fmt::format("{:.0f} for its shape", size));
  }
  if (size == 0) throw BadData(fmt::format("{} holds no elements", source), "an array with at least one element");
}

float npy_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1F;
  const int fraction = bits & 0x3FF;
  const float sign = (bits & 0x8000) != 0 ? -1.0F : 1.0F;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  if (exponent == 31) return fraction == 0 ? sign * HUGE_VALF : std::nanf("");
  return sign * std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
}

template <class T>
T npy_load(const char* at, bool swapped) {
  char raw[sizeof(T)];
  std::memcpy(raw, at, sizeof(T));
  if (swapped) std::reverse(raw, raw + sizeof(T));
  T value;
  std::memcpy(&value, raw, sizeof(T));
  return value;
}

float npy_element(const char* at, const NpyHeader& header) {
  const bool swapped = header.swapped;
  if (header.kind == 'f') {
    if (header.width == 2) return npy_half(npy_load<std::uint16_t>(at, swapped));
    if (header.width == 4) return npy_load<float>(at, swapped);
    return static_cast<float>(npy_load<double>(at, swapped));
  }
  const bool is_signed = header.kind == 'i';
  switch (header.width) {
    case 1:
      return is_signed ? static_cast<float>(npy_load<std::int8_t>(at, false))
                       : static_cast<float>(npy_load<std::uint8_t>(at, false));
    case 2:
      return is_signed ? static_cast<float>(npy_load<std::int16_t>(at, swapped))
                       : static_cast<float>(npy_load<std::uint16_t>(at, swapped));
    case 4:
      return is_signed ? static_cast<float>(npy_load<std::int32_t>(at, swapped))
                       : static_cast<float>(npy_load<std::uint32_t>(at, swapped));
    default:
      return is_signed ? static_cast<float>(npy_load<std::int64_t>(at, swapped))
                       : static_cast<float>(npy_load<std::uint64_t>(at, swapped));
  }
}

/// Elements that lie column by column, put row by row.
Tensor npy_from_fortran(const Tensor& from) {
  const Shape& shape = from.shape();
  Tensor to(shape);
  std::array<Index, Shape::max_rank> at{};
  for (const float value : from.values()) {
    Index offset = 0;
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) offset = offset * shape[axis] + at[axis];
    to.data()[offset] = value;
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {  // the first axis runs fastest
      if (++at[axis] < shape[axis]) break;
      at[axis] = 0;
    }
  }
  return to;
}

}  // namespace

bool looks_like_npy(std::string_view bytes) { return bytes.starts_with("\x93NUMPY"); }

Array read_npy(std::string_view bytes, std::string_view source) {
  const NpyHeader header = npy_header(bytes, source);
  npy_check_size(header, bytes.size(), source);
  Array array;
  array.integers = header.kind != 'f';
  array.bytes = header.kind == 'u' && header.width == 1;
  array.values = Tensor(Shape(header.extents));
  const char* at = bytes.data() + header.start;
  for (float& value : array.values.values()) {
    value = npy_element(at, header);
    at += header.width;
  }
  if (header.fortran && header.extents.size() > 1) array.values = npy_from_fortran(array.values);
  return array;
}

namespace {

// Fills `bytes` from `at` on; false when the file ends before.
bool npy_read_bytes(int descriptor, std::uint64_t at, std::span<char> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(at + done));
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

NpyFile::NpyFile(const std::filesystem::path& path)
    : source_(path.string()), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) throw NotFound(fmt::format("{} cannot be opened", source_), "an NPY file");
  try {
    struct stat about {};
    if (::fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) npy_fail(source_, "it is no file", "a file");
    const auto size = static_cast<std::uint64_t>(about.st_size);
    constexpr std::uint64_t longest_header = 65536;
    std::string head(static_cast<std::size_t>(std::min(size, longest_header)), '\0');
    if (!npy_read_bytes(descriptor_, 0, head)) npy_fail(source_, "it cannot be read", "a file");
    const NpyHeader header = npy_header(head, source_);
    npy_check_size(header, size, source_);
    if (header.extents.empty()) npy_fail(source_, "it is a single number", "an axis of samples");
    if (header.fortran && header.extents.size() > 1) {
      throw BadData(fmt::format("{} lies column by column", source_), "C order",
                    "Write it again with numpy.save(path, numpy.ascontiguousarray(array)).");
    }
    shape_ = Shape(header.extents);
    kind_ = header.kind;
    width_ = header.width;
    swapped_ = header.swapped;
    start_ = header.start;
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

NpyFile::~NpyFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

NpyFile::NpyFile(NpyFile&& other) noexcept
    : source_(std::move(other.source_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      shape_(other.shape_),
      kind_(other.kind_),
      width_(other.width_),
      swapped_(other.swapped_),
      start_(other.start_) {}

void NpyFile::read(Index first, View into) const {
  const auto sample = static_cast<std::uint64_t>(shape_.without_front().size());
  std::uint64_t at = start_ + static_cast<std::uint64_t>(first) * sample * width_;
  const NpyHeader header{.kind = kind_, .width = width_, .swapped = swapped_, .extents = {}};
  std::array<char, 16384> bytes;
  std::span<float> rest = into.values();
  while (!rest.empty()) {
    const std::size_t count = std::min(rest.size(), bytes.size() / width_);
    if (!npy_read_bytes(descriptor_, at, std::span(bytes).first(count * width_))) {
      throw BadData(fmt::format("{} ends within its elements", source_), fmt::format("{} samples", shape_[0]),
                    "Leave the file as it is while it is read.");
    }
    for (std::size_t i = 0; i < count; ++i) rest[i] = npy_element(bytes.data() + i * width_, header);
    at += count * width_;
    rest = rest.subspan(count);
  }
}

}  // namespace vernier
