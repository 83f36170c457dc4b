// Masks through models: made, combined, used.
#include <gtest/gtest.h>

#include "vernier/nn/model.hpp"

namespace vernier::nn {
namespace {

Tensor steps(const Shape& shape, std::initializer_list<float> values) {
  return {shape, std::span<const float>(values.begin(), values.size())};
}

std::vector<float> predictions(Model& model, std::initializer_list<Tensor> inputs) {
  std::vector<ConstView> views;
  for (const Tensor& input : inputs) views.push_back(input.view());
  const Tensor y = model.predict(Inputs(std::span<const ConstView>(views)));
  return {y.values().begin(), y.values().end()};
}

TEST(Masks, TheMeanIsOfTheStepsThatCount) {
  Model model;
  const auto x = model.input({4, 2});
  const auto masked = model.call({"masking", {{"mask_value", -1.0}}}, {x});
  model.call("global_average_pooling1d", {masked});
  // steps 1 and 3 of the first sample are masked; -1 in one feature alone masks nothing
  const Tensor data = steps({2, 4, 2}, {1, 2, -1, -1, 5, 4, -1, -1, -1, 8, 1, 0, 2, 0, 2, 0});
  EXPECT_EQ(predictions(model, {data}), (std::vector<float>{3, 3, 1, 2}));
}

TEST(Masks, ASampleWithoutAnyStepIsNamed) {
  Model model;
  const auto masked = model.call("masking", {model.input({2, 1})});
  model.call("global_average_pooling1d", {masked});
  const Tensor data = steps({2, 2, 1}, {1, 2, 0, 0});
  try {
    (void)model.predict(data);
    FAIL() << "it was accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("sample 1"), std::string::npos) << error.what();
  }
}

TEST(Masks, ASumHasTheStepsOfBothAndNoneIfOneInputHasNoMask) {
  const Tensor a = steps({1, 3, 1}, {2, 0, 0});
  const Tensor b = steps({1, 3, 1}, {0, 4, 0});
  Model both;
  const auto x = both.call("masking", {both.input({3, 1})});
  const auto y = both.call("masking", {both.input({3, 1})});
  both.call("global_average_pooling1d", {both.call("add", {x, y})});
  EXPECT_EQ(predictions(both, {a, b}), (std::vector<float>{3}));
  Model one;
  const auto masked = one.call("masking", {one.input({3, 1})});
  one.call("global_average_pooling1d", {one.call("add", {masked, one.input({3, 1})})});
  EXPECT_EQ(predictions(one, {a, b}), (std::vector<float>{2}));
}

// The output mask of a layer that sometimes makes none must come back with the next batch.
TEST(Masks, ASharedMergeMakesAMaskWhereItCan) {
  Model model;
  const auto masked = model.call("masking", {model.input({3, 1})});
  const auto plain = model.input({3, 1});
  const auto add = model.add_layer("add");
  const std::size_t with[] = {masked, masked};
  const std::size_t without[] = {masked, plain};
  const auto first = model.call("global_average_pooling1d", {model.call(add, with)});
  const auto second = model.call("global_average_pooling1d", {model.call(add, without)});
  model.call("concatenate", {first, second});
  const Tensor a = steps({1, 3, 1}, {3, 0, 0});
  for (int call = 0; call < 2; ++call) EXPECT_EQ(predictions(model, {a, a}), (std::vector<float>{6, 2}));
}

}  // namespace
}  // namespace vernier::nn
