#include "vernier/nn/safetensors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/base/json.hpp"

namespace vernier::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "elements are copied as they are");
constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t largest_header = 100'000'000;  // the format's own bound

[[noreturn]] void refuse(std::string_view where, std::string_view what) {
  throw BadData(fmt::format("{}: {}", where, what), "a model in the safetensors format");
}

struct Extent {
  std::string name;
  Shape shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

std::uint64_t natural(const Json& json, std::string_view where, std::string_view name) {
  if (!json.is_number_unsigned()) refuse(where, fmt::format("array '{}' has a number that is not natural", name));
  return json.get<std::uint64_t>();
}

Extent read_extent(const std::string& name, const Json& entry, std::size_t available, std::string_view where) {
  const auto has = [&](const char* key, std::size_t size) {
    return entry.contains(key) && entry[key].is_array() && (size == 0 || entry[key].size() == size);
  };
  if (!entry.is_object() || !entry.contains("dtype") || !has("shape", 0) || !has("data_offsets", 2)) {
    refuse(where, fmt::format("array '{}' lacks dtype, shape or data_offsets", name));
  }
  if (entry["dtype"] != "F32") refuse(where, fmt::format("array '{}' has the type {}", name, entry["dtype"].dump()));
  Extent extent{.name = name, .shape = {}};
  std::vector<Index> extents;
  std::uint64_t elements = 1;
  for (const Json& value : entry["shape"]) {
    const std::uint64_t number = natural(value, where, name);
    if (number > available || (number > 0 && elements > available / number)) {
      refuse(where, fmt::format("array '{}' is larger than the file", name));
    }
    elements *= number;
    extents.push_back(static_cast<Index>(number));
  }
  if (extents.size() > Shape::max_rank) refuse(where, fmt::format("array '{}' has {} axes", name, extents.size()));
  extent.shape = Shape(std::span<const Index>(extents));
  extent.begin = natural(entry["data_offsets"][0], where, name);
  extent.end = natural(entry["data_offsets"][1], where, name);
  if (extent.begin > extent.end || extent.end > available) {
    refuse(where, fmt::format("array '{}' lies at {} to {} of {} bytes", name, extent.begin, extent.end, available));
  }
  if (extent.end - extent.begin != elements * sizeof(float)) {
    refuse(where, fmt::format("array '{}' of shape {} has {} bytes", name, to_string(extent.shape),
                              extent.end - extent.begin));
  }
  return extent;
}

}  // namespace

const std::string* SafeTensors::find_metadata(std::string_view key) const {
  const auto found =
      std::find_if(metadata.begin(), metadata.end(), [&](const auto& entry) { return entry.first == key; });
  return found == metadata.end() ? nullptr : &found->second;
}

const Tensor* SafeTensors::find_tensor(std::string_view name) const {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const auto& entry) { return entry.first == name; });
  return found == tensors.end() ? nullptr : &found->second;
}

std::string write_safetensors(const SafeTensors& content) {
  Json header = Json::object();
  Json& metadata = header["__metadata__"] = Json::object();
  for (const auto& [key, text] : content.metadata) metadata[key] = text;
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : content.tensors) {
    const std::uint64_t size = static_cast<std::uint64_t>(tensor.size()) * sizeof(float);
    Json shape = Json::array();
    for (const Index extent : tensor.shape().extents()) shape.push_back(extent);
    header[name] = {{"dtype", "F32"}, {"shape", std::move(shape)}, {"data_offsets", {at, at + size}}};
    at += size;
  }
  std::string text = header.dump();
  text.append((64 - (length_bytes + text.size()) % 64) % 64, ' ');  // so that the elements are aligned
  const auto length = static_cast<std::uint64_t>(text.size());
  std::string bytes(length_bytes, '\0');
  std::memcpy(bytes.data(), &length, length_bytes);
  bytes.reserve(length_bytes + text.size() + at);
  bytes += text;
  for (const auto& [name, tensor] : content.tensors) {
    bytes.append(reinterpret_cast<const char*>(tensor.data()), static_cast<std::size_t>(tensor.size()) * sizeof(float));
  }
  return bytes;
}

SafeTensors read_safetensors(std::string_view bytes, std::string_view where) {
  if (bytes.size() < length_bytes) refuse(where, fmt::format("the file has {} bytes", bytes.size()));
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), length_bytes);
  if (length > largest_header || length > bytes.size() - length_bytes) {
    refuse(where, fmt::format("the header is said to have {} bytes, the file has {}", length, bytes.size()));
  }
  const std::string_view text = bytes.substr(length_bytes, static_cast<std::size_t>(length));
  const std::string_view data = bytes.substr(length_bytes + static_cast<std::size_t>(length));
  const Json header = Json::parse(text, nullptr, false);
  if (header.is_discarded() || !header.is_object()) refuse(where, "the header is not a JSON object");
  SafeTensors content;
  std::vector<Extent> extents;
  for (const auto& [name, entry] : header.items()) {
    if (name != "__metadata__") {
      extents.push_back(read_extent(name, entry, data.size(), where));
      continue;
    }
    if (!entry.is_object()) refuse(where, "__metadata__ is not an object");
    for (const auto& [key, value] : entry.items()) {
      if (!value.is_string()) refuse(where, fmt::format("metadata '{}' is not a text", key));
      content.metadata.emplace_back(key, value.get<std::string>());
    }
  }
  std::stable_sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::uint64_t at = 0;
  for (const Extent& extent : extents) {
    if (extent.begin != at) refuse(where, fmt::format("array '{}' overlaps another or leaves a gap", extent.name));
    at = extent.end;
    Tensor tensor(extent.shape);
    std::memcpy(tensor.data(), data.data() + extent.begin, static_cast<std::size_t>(extent.end - extent.begin));
    content.tensors.emplace_back(extent.name, std::move(tensor));
  }
  if (at != data.size()) refuse(where, fmt::format("{} bytes follow the last array", data.size() - at));
  return content;
}

}  // namespace vernier::nn
