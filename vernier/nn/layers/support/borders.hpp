#pragma once
// Cells around an image, or around steps: added with zeros, or cut off.
#include <vector>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

/// Where an image of rows and columns lies in a larger one. Steps are one row of columns.
struct Borders {
  Index rows = 1;  ///< of the inner image
  Index columns = 0;
  Index channels = 0;
  Index top = 0;
  Index bottom = 0;
  Index left = 0;
  Index right = 0;

  [[nodiscard]] Index outer_rows() const { return top + rows + bottom; }
  [[nodiscard]] Index outer_columns() const { return left + columns + right; }
  [[nodiscard]] Index inner_size() const { return rows * columns * channels; }
  [[nodiscard]] Index outer_size() const { return outer_rows() * outer_columns() * channels; }
  /// One image each: the inner one, with zeros around it; the inner one alone.
  void surround(const float* inner, float* outer) const;
  void extract(const float* outer, float* inner) const;
};

/// (top and bottom), (left and right): one number stands for both sides, one entry for both axes. Throws
/// InvalidArgument for other forms; `option` names them.
[[nodiscard]] Borders borders_of(const std::vector<std::vector<Index>>& sides, std::string_view option);

/// Adds borders of zeros, or cuts borders off.
class BorderLayer : public Layer {
 public:
  BorderLayer(Borders borders, std::size_t axes, bool adds) : borders_(borders), axes_(axes), adds_(adds) {}
  Shape build(std::span<const Shape> inputs) override;
  void forward(Context& context) const override;
  void backward(Context& context) const override;
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  void copy(bool adds, Index batch, const float* from, float* to) const;

  Borders borders_;
  std::size_t axes_;
  bool adds_;
};

}  // namespace vernier::nn
