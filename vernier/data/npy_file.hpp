#pragma once
// A NumPy file that is read in parts.
#include <filesystem>
#include <string>

#include "vernier/tensor/tensor.hpp"

namespace vernier {

/// The element types of read_npy, in C order. Const members may be called from several threads.
class NpyFile {
 public:
  /// Reads the header. Throws NotFound, or BadData for a file that is no such array, is cut short, or lies column by
  /// column.
  explicit NpyFile(const std::filesystem::path& path);
  ~NpyFile();
  NpyFile(NpyFile&& other) noexcept;
  NpyFile& operator=(NpyFile&&) = delete;

  [[nodiscard]] const std::string& source() const { return source_; }
  /// The first axis is the sample.
  [[nodiscard]] const Shape& shape() const { return shape_; }
  /// Samples from `first` on, as many as `into` holds. Throws BadData when they cannot be read.
  void read(Index first, View into) const;

 private:
  std::string source_;
  int descriptor_ = -1;
  Shape shape_;
  char kind_ = 'f';
  std::size_t width_ = 4;
  bool swapped_ = false;
  std::uint64_t start_ = 0;  // of the elements
};

}  // namespace vernier
