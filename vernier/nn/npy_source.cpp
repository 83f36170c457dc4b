#include "vernier/nn/npy_source.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

NpySource::NpySource(const std::vector<std::filesystem::path>& inputs,
                     const std::vector<std::filesystem::path>& targets) {
  if (inputs.empty() || targets.empty() || inputs.size() > Inputs::max_count || targets.size() > Targets::max_count) {
    throw InvalidArgument(fmt::format("{} files of inputs and {} of targets", inputs.size(), targets.size()),
                          fmt::format("1 to {} of each", Inputs::max_count));
  }
  const auto open = [this](const std::filesystem::path& path, std::vector<NpyFile>& files, std::vector<Shape>& shapes) {
    const NpyFile& file = files.emplace_back(path);
    shapes.push_back(file.shape().without_front());
    if (file.shape()[0] == x_.front().shape()[0]) return;
    throw BadData(fmt::format("{} has {} samples and {} has {}", x_.front().source(), x_.front().shape()[0],
                              file.source(), file.shape()[0]),
                  "the same number of samples in each file");
  };
  x_.reserve(inputs.size());
  for (const std::filesystem::path& path : inputs) open(path, x_, x_shapes_);
  for (const std::filesystem::path& path : targets) open(path, y_, y_shapes_);
}

void NpySource::read(Index first, std::span<const View> x, std::span<const View> y) const {
  for (std::size_t k = 0; k < x.size(); ++k) x_[k].read(first, x[k]);
  for (std::size_t k = 0; k < y.size(); ++k) y_[k].read(first, y[k]);
}

}  // namespace vernier::nn
