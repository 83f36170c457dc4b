// Image augmentation: given transformations against Keras, random ones against what their options promise.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/nn/golden.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/affine.hpp"

namespace vernier::nn {
namespace {

class ImageGolden : public testing::TestWithParam<golden::Case> {};

AffineMap map_of(const Json& json, const ImageShape& image) {
  if (json.contains("rotation")) return rotation_map(json.at("rotation"), image.rows, image.columns);
  if (json.contains("translation")) return translation_map(json.at("translation")[0], json.at("translation")[1]);
  return zoom_map(json.at("zoom")[0], json.at("zoom")[1], image.rows, image.columns);
}

TEST_P(ImageGolden, IsKeras) {
  const Json& entry = GetParam().json;
  const Tensor x = golden::tensor(entry.at("x"));
  const ImageShape image{x.shape()[1], x.shape()[2], x.shape()[3]};
  const AffineMap map = map_of(entry.at("map"), image);
  const ImageSampling sampling{fill_mode_of(entry.at("fill_mode").get<std::string>()),
                               entry.at("interpolation") == "bilinear", entry.at("fill_value").get<float>()};
  Tensor y(x.shape());
  transform_image(map, sampling, image, x.data(), y.data());
  golden::expect_close_to_scale(y.values(), golden::tensor(entry.at("y")), 1e-5, "output");
  Tensor dx(x.shape());
  add_transform_gradient(map, sampling, image, golden::tensor(entry.at("dy")).data(), dx.data());
  golden::expect_close_to_scale(dx.values(), golden::tensor(entry.at("dx")), 1e-5, "input gradient");
}

INSTANTIATE_TEST_SUITE_P(Keras, ImageGolden, testing::ValuesIn(golden::cases("images")), golden::case_name);

/// What `layer` makes of x in one step.
Tensor called(const Component& component, const Tensor& x, bool training, std::uint64_t seed = 5) {
  const std::unique_ptr<Layer> layer = make_layer(component);
  const Shape sample = x.shape().without_front();
  const Shape output = layer->build(std::span<const Shape>(&sample, 1));
  Tensor y(output.with_front(x.shape()[0]));
  Port port{.value = x.view(), .gradient = {}, .mask = {}};
  Context context;
  context.batch = x.shape()[0];
  context.training = training;
  context.rng = Rng(seed);
  context.inputs = std::span<Port>(&port, 1);
  context.output = y.view();
  layer->forward(context);
  return y;
}

/// Images whose channels are (row, column).
Tensor coordinates(Index images, Index rows, Index columns) {
  Tensor x({images, rows, columns, 2});
  for (Index cell = 0; cell < images * rows * columns; ++cell) {
    x.data()[2 * cell] = static_cast<float>(cell / columns % rows);
    x.data()[2 * cell + 1] = static_cast<float>(cell % columns);
  }
  return x;
}

const float* cell(const Tensor& images, Index image, Index row, Index column) {
  const Shape& s = images.shape();
  return images.data() + ((image * s[1] + row) * s[2] + column) * s[3];
}

TEST(Images, NothingHappensAtInference) {
  const Tensor x = coordinates(3, 4, 5);
  for (const Component& layer :
       {Component("random_flip"), Component("random_erasing"), Component{"random_rotation", {{"factor", 0.3}}},
        Component{"random_zoom", {{"height_factor", 0.3}}},
        Component{"random_translation", {{"height_factor", 0.3}, {"width_factor", 0.3}}}}) {
    const Tensor y = called(layer, x, false);
    EXPECT_TRUE(std::equal(x.values().begin(), x.values().end(), y.values().begin())) << layer.name;
  }
}

TEST(Images, HalfOfThemAreMirroredTheWayThatTheModeSays) {
  constexpr Index images = 2000;
  const Tensor x = coordinates(images, 3, 4);
  for (const std::string mode : {"horizontal", "vertical", "horizontal_and_vertical"}) {
    const Tensor y = called({"random_flip", {{"mode", mode}}}, x, true);
    Index flipped = 0;
    for (Index i = 0; i < images; ++i) {
      const bool flip = cell(y, i, 0, 0)[0] != 0.0F || cell(y, i, 0, 0)[1] != 0.0F;
      flipped += flip ? 1 : 0;
      for (Index r = 0; r < 3; ++r) {
        for (Index c = 0; c < 4; ++c) {
          EXPECT_EQ(cell(y, i, r, c)[0], static_cast<float>(flip && mode != "horizontal" ? 2 - r : r));
          EXPECT_EQ(cell(y, i, r, c)[1], static_cast<float>(flip && mode != "vertical" ? 3 - c : c));
        }
      }
    }
    EXPECT_NEAR(static_cast<double>(flipped) / images, 0.5, 0.045) << mode;  // four standard errors
  }
}

TEST(Images, ShiftsAreSpreadOverTheirRange) {
  constexpr Index images = 2000;
  const Tensor x = coordinates(images, 20, 30);
  const Tensor y = called({"random_translation", {{"height_factor", {-0.1, 0.2}}, {"width_factor", 0.1}}}, x, true);
  double down = 0;
  double right = 0;
  double farthest = 0;
  for (Index i = 0; i < images; ++i) {  // the middle shows a cell of the input: how far that lies away is the shift
    const double d = 10.0 - static_cast<double>(cell(y, i, 10, 15)[0]);
    const double r = 15.0 - static_cast<double>(cell(y, i, 10, 15)[1]);
    EXPECT_GE(d, -2.0 - 1e-4);
    EXPECT_LE(d, 4.0 + 1e-4);
    EXPECT_LE(std::abs(r), 3.0 + 1e-4);
    down += d / images;
    right += r / images;
    farthest = std::max(farthest, d);
  }
  EXPECT_NEAR(down, 1.0, 4 * std::sqrt(3.0 / images));  // uniform in [-2, 4]: variance 3
  EXPECT_NEAR(right, 0.0, 4 * std::sqrt(3.0 / images));
  EXPECT_GT(farthest, 3.9);
}

TEST(Images, AnglesAndZoomsAreSpreadOverTheirRange) {
  constexpr Index images = 2000;
  const Tensor x = coordinates(images, 21, 21);
  const Tensor turned = called({"random_rotation", {{"factor", {0.0, 0.25}}}}, x, true);
  const Tensor zoomed = called({"random_zoom", {{"height_factor", {-0.5, -0.1}}}}, x, true);
  double angle = 0;
  double zoom = 0;
  for (Index i = 0; i < images; ++i) {
    // two cells to the right of the centre: where they come from is their direction
    const double row = static_cast<double>(cell(turned, i, 10, 12)[0]) - 10;
    const double column = static_cast<double>(cell(turned, i, 10, 12)[1]) - 10;
    const double degrees = std::atan2(row, column) * 180 / std::acos(-1.0);
    EXPECT_NEAR(row * row + column * column, 4.0, 1e-3);
    EXPECT_GE(degrees, -1e-2);
    EXPECT_LE(degrees, 90.01);
    angle += degrees / images;
    const double factor = (static_cast<double>(cell(zoomed, i, 10, 12)[1]) - 10) / 2;
    EXPECT_NEAR((static_cast<double>(cell(zoomed, i, 12, 10)[0]) - 10) / 2, factor, 1e-4) << "the aspect is kept";
    EXPECT_GE(factor, 0.5 - 1e-4);
    EXPECT_LE(factor, 0.9 + 1e-4);
    zoom += factor / images;
  }
  EXPECT_NEAR(angle, 45.0, 4 * 90 / std::sqrt(12.0 * images));
  EXPECT_NEAR(zoom, 0.7, 4 * 0.4 / std::sqrt(12.0 * images));
}

TEST(Images, CropsBeginAnywhereThatFitsAndInTheMiddleAtInference) {
  constexpr Index images = 2000;
  const Tensor x = coordinates(images, 5, 6);
  const Component layer{"random_crop", {{"height", 3}, {"width", 6}}};
  const Tensor y = called(layer, x, true);
  Index begins[3] = {};
  for (Index i = 0; i < images; ++i) {
    const auto top = static_cast<Index>(cell(y, i, 0, 0)[0]);
    ASSERT_LE(top, 2);
    ++begins[top];
    for (Index r = 0; r < 3; ++r) EXPECT_EQ(cell(y, i, r, 5)[0], static_cast<float>(top + r));
    EXPECT_EQ(cell(y, i, 2, 4)[1], 4.0F);
  }
  for (const Index count : begins) EXPECT_NEAR(static_cast<double>(count) / images, 1.0 / 3, 0.042);
  EXPECT_EQ(cell(called(layer, x, false), 0, 0, 0)[0], 1.0F);
  EXPECT_THROW((void)called({"random_crop", {{"height", 6}, {"width", 6}}}, x, true), InvalidArgument);
}

TEST(Images, RectanglesAreErased) {
  constexpr Index images = 2000;
  Tensor x({images, 20, 20, 1});
  for (float& value : x.values()) value = 1.0F;
  const Tensor y =
      called({"random_erasing", {{"factor", {0.3, 0.3}}, {"scale", {0.25, 0.25}}, {"fill_value", 7}}}, x, true);
  Index erased = 0;
  for (Index i = 0; i < images; ++i) {
    Index top = 20, bottom = -1, left = 20, right = -1, cells = 0;
    for (Index r = 0; r < 20; ++r) {
      for (Index c = 0; c < 20; ++c) {
        if (cell(y, i, r, c)[0] == 1.0F) continue;
        EXPECT_EQ(cell(y, i, r, c)[0], 7.0F);
        top = std::min(top, r);
        bottom = std::max(bottom, r);
        left = std::min(left, c);
        right = std::max(right, c);
        ++cells;
      }
    }
    if (cells == 0) continue;
    ++erased;
    EXPECT_EQ(cells, 100);  // half of each side, in one piece
    EXPECT_EQ(bottom - top, 9);
    EXPECT_EQ(right - left, 9);
  }
  EXPECT_NEAR(static_cast<double>(erased) / images, 0.3, 4 * std::sqrt(0.21 / images));
}

TEST(Images, NoiseIsPaintedWithinItsRange) {
  const Tensor x({50, 10, 10, 1});
  const Tensor y =
      called({"random_erasing", {{"factor", {1, 1}}, {"scale", {1, 1}}, {"value_range", {0, 2}}}}, x, true);
  const auto at = [&](float bound) {
    return static_cast<double>(std::count(y.values().begin(), y.values().end(), bound)) / 5000.0;
  };
  EXPECT_NEAR(at(0.0F), 0.5, 0.03);     // P(normal < 0)
  EXPECT_NEAR(at(2.0F), 0.1587, 0.02);  // P(normal > 1)
}

TEST(Images, AnotherSeedDrawsOthers) {
  const Tensor x = coordinates(8, 6, 6);
  const Component layer{"random_rotation", {{"factor", 0.2}}};
  const Tensor first = called(layer, x, true, 1);
  const Tensor again = called(layer, x, true, 1);
  const Tensor other = called(layer, x, true, 2);
  EXPECT_TRUE(std::equal(first.values().begin(), first.values().end(), again.values().begin()));
  EXPECT_FALSE(std::equal(first.values().begin(), first.values().end(), other.values().begin()));
}

}  // namespace
}  // namespace vernier::nn
