#include "vernier/nn/layers/support/borders.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {

void Borders::surround(const float* inner, float* outer) const {
  const Index run = columns * channels;
  const Index outer_run = outer_columns() * channels;
  std::fill_n(outer, top * outer_run, 0.0F);
  outer += top * outer_run;
  for (Index row = 0; row < rows; ++row, inner += run, outer += outer_run) {
    std::fill_n(outer, left * channels, 0.0F);
    std::copy_n(inner, run, outer + left * channels);
    std::fill_n(outer + left * channels + run, right * channels, 0.0F);
  }
  std::fill_n(outer, bottom * outer_run, 0.0F);
}

void Borders::extract(const float* outer, float* inner) const {
  const Index run = columns * channels;
  const Index outer_run = outer_columns() * channels;
  outer += top * outer_run + left * channels;
  for (Index row = 0; row < rows; ++row) std::copy_n(outer + row * outer_run, run, inner + row * run);
}

Borders borders_of(const std::vector<std::vector<Index>>& sides, std::string_view option) {
  if (sides.empty() || sides.size() > 2) {
    throw InvalidArgument(fmt::format("{} has {} entries", option, sides.size()), "one for both axes, or one an axis");
  }
  const std::vector<Index> vertical = per_axis(sides.front(), 2, option);
  const std::vector<Index> horizontal = per_axis(sides.back(), 2, option);
  return {.top = vertical[0], .bottom = vertical[1], .left = horizontal[0], .right = horizontal[1]};
}

Shape BorderLayer::build(std::span<const Shape> inputs) {
  expect_rank(inputs[0], axes_ + 1, axes_ == 1 ? "(steps, channels)" : "(rows, columns, channels)");
  const Index rows = axes_ == 1 ? 1 : inputs[0][0];
  const Index columns = inputs[0][axes_ - 1];
  borders_.channels = inputs[0].back();
  borders_.rows = adds_ ? rows : rows - borders_.top - borders_.bottom;
  borders_.columns = adds_ ? columns : columns - borders_.left - borders_.right;
  if (borders_.rows < 1 || borders_.columns < 1) {
    throw InvalidArgument(
        fmt::format("{} rows and {} columns are left of samples of shape {}", std::max<Index>(borders_.rows, 0),
                    std::max<Index>(borders_.columns, 0), to_string(inputs[0])),
        "at least one of each", "Crop less.");
  }
  const Index out_rows = adds_ ? borders_.outer_rows() : borders_.rows;
  const Index out_columns = adds_ ? borders_.outer_columns() : borders_.columns;
  return axes_ == 1 ? Shape{out_columns, borders_.channels} : Shape{out_rows, out_columns, borders_.channels};
}

void BorderLayer::forward(Context& context) const {
  copy(adds_, context.batch, context.inputs[0].value.data, context.output.data);
}

void BorderLayer::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data != nullptr) copy(!adds_, context.batch, context.output_gradient.data, dx.data);
}

void BorderLayer::copy(bool adds, Index batch, const float* from, float* to) const {
  const Index inner = borders_.inner_size();
  const Index outer = borders_.outer_size();
  for (Index sample = 0; sample < batch; ++sample) {
    if (adds) {
      borders_.surround(from + sample * inner, to + sample * outer);
    } else {
      borders_.extract(from + sample * outer, to + sample * inner);
    }
  }
}

}  // namespace vernier::nn
