#pragma once
// The safetensors file format: named arrays and a little text. Source:
// https://huggingface.co/docs/safetensors (format, read 2026).
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// The content of one file, in its order. A plain value.
struct SafeTensors {
  std::vector<std::pair<std::string, std::string>> metadata{};
  std::vector<std::pair<std::string, Tensor>> tensors{};

  [[nodiscard]] const std::string* find_metadata(std::string_view key) const;
  [[nodiscard]] const Tensor* find_tensor(std::string_view name) const;
};

/// Eight bytes with the length of the header (little-endian), a JSON header, the elements (float32, little-endian).
[[nodiscard]] std::string write_safetensors(const SafeTensors& content);
/// Reads float32 arrays. Throws BadData that begins with `where`: a header that is cut off, too long or no JSON, arrays
/// of other types, offsets that lie outside, overlap, leave gaps or do not fit the shapes.
[[nodiscard]] SafeTensors read_safetensors(std::string_view bytes, std::string_view where);

}  // namespace vernier::nn
