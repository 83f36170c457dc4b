// Shapes and options that do not fit are refused, with what was given and what fits.
#include <gtest/gtest.h>

#include <string>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

std::string complaint(const Component& component, std::vector<Shape> inputs) {
  try {
    (void)make_layer(component)->build(inputs);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "";
}

struct Misfit {
  Component layer;
  std::vector<Shape> inputs;
  std::vector<std::string> words;
};

TEST(Misfits, AreNamed) {
  const std::vector<Misfit> misfits{
      {{"max_pooling2d", {{"pool_size", 5}}}, {{4, 6, 1}}, {"window of 5", "axis of 4"}},
      {{"average_pooling1d", {{"pool_size", {2, 2}}}}, {{4, 6}}, {"pool_size is [2, 2]", "one number"}},
      {"max_pooling1d", {{4, 6, 1}}, {"(4, 6, 1)", "(steps, channels)"}},
      {"global_max_pooling2d", {{4, 6}}, {"(4, 6)", "(rows, columns, channels)"}},
      {{"cropping1d", {{"cropping", {2, 2}}}}, {{4, 1}}, {"(4, 1)", "Crop less"}},
      {{"zero_padding2d", {{"padding", {{1}, {2}, {3}}}}}, {{4, 4, 1}}, {"padding has 3 entries"}},
      {{"permute", {{"dims", {1, 3}}}}, {{4, 5}}, {"[1, 3]", "each of 1 to 2 once"}},
      {{"repeat_vector", {{"n", 2}}}, {{4, 5}}, {"(4, 5)", "(features)"}},
      {"add", {{4, 2}, {3, 2}}, {"(4, 2) and (3, 2)", "or 1"}},
      {"concatenate", {{4, 2}, {3, 2}}, {"(4, 2) and (3, 2)", "axis 2 alone"}},
      {{"concatenate", {{"axis", 0}}}, {{4}, {3}}, {"axis 0", "the batch"}},
      {{"dot", {{"axes", 1}}}, {{4}, {3}}, {"(4,) and (3,)", "not 4 and 3"}},
      {{"softmax", {{"axis", 3}}}, {{4, 2}}, {"axis 3", "1 to 2"}},
      {{"prelu", {{"shared_axes", {2}}}}, {{4}}, {"axis 2", "1 to 1"}},
      {"group_normalization", {{4, 6}}, {"32 groups of 6 channels", "divides"}},
      {"masking", {{4}}, {"(4,)", "(steps, features)"}},
      {{"spatial_dropout2d", {{"rate", 0.5}}}, {{4, 2}}, {"(4, 2)", "(rows, columns, channels)"}},
      {"random_flip", {{4, 2}}, {"(4, 2)", "(rows, columns, channels)"}},
      {{"random_rotation", {{"factor", {0.1, 0.2, 0.3}}}}, {{4, 4, 1}}, {"factor is [0.1, 0.2, 0.3]"}},
      {{"random_crop", {{"height", 5}, {"width", 1}}}, {{4, 4, 1}}, {"crop of 5 by 1", "at most 4 by 4"}},
      {{"random_erasing", {{"fill_value", {1, 2}}}}, {{4, 4, 3}}, {"2 fill values for 3 channels"}}};
  for (const Misfit& misfit : misfits) {
    const std::string text = complaint(misfit.layer, misfit.inputs);
    for (const std::string& word : misfit.words) {
      EXPECT_NE(text.find(word), std::string::npos) << misfit.layer.name << ": " << text;
    }
  }
}

TEST(Misfits, KerasNamesAreKnownToo) {
  for (const char* name : {"max_pool1d", "max_pool2d", "avg_pool1d", "avg_pool2d", "global_avg_pool1d",
                           "global_avg_pool2d", "global_max_pool1d", "global_max_pool2d"}) {
    EXPECT_NE(layers().find(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace vernier::nn
