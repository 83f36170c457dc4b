#pragma once
// Samples that stay in NumPy files.
#include <filesystem>
#include <vector>

#include "vernier/data/npy_file.hpp"
#include "vernier/nn/sample_source.hpp"

namespace vernier::nn {

/// One file for each input and each target; the first axis of each is the sample.
class NpySource final : public SampleSource {
 public:
  /// Throws what NpyFile throws, and BadData for files of unequal numbers of samples.
  NpySource(const std::vector<std::filesystem::path>& inputs, const std::vector<std::filesystem::path>& targets);

  [[nodiscard]] Index samples() const override { return x_.front().shape()[0]; }
  [[nodiscard]] std::span<const Shape> inputs() const override { return x_shapes_; }
  [[nodiscard]] std::span<const Shape> targets() const override { return y_shapes_; }
  void read(Index first, std::span<const View> x, std::span<const View> y) const override;

 private:
  std::vector<NpyFile> x_;
  std::vector<NpyFile> y_;
  std::vector<Shape> x_shapes_;
  std::vector<Shape> y_shapes_;
};

}  // namespace vernier::nn
