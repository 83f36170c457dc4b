// Layers of several inputs against Keras: output, mask, gradients.
#include <gtest/gtest.h>

#include "tests/nn/golden.hpp"
#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class MergingGolden : public testing::TestWithParam<golden::Case> {};

TEST_P(MergingGolden, IsKeras) {
  const Json& entry = GetParam().json;
  const std::unique_ptr<Layer> layer = make_layer({entry.at("layer").get<std::string>(), entry.at("options")});
  const std::vector<Tensor> x = golden::tensors(entry.at("x"));
  const Index batch = x[0].shape()[0];
  std::vector<Shape> shapes;
  std::vector<Tensor> masks;
  std::vector<Tensor> dx;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const Json& mask = entry.at("masks")[k];
    shapes.push_back(x[k].shape().without_front());
    masks.push_back(mask.is_null() ? Tensor() : golden::tensor(mask));
    dx.emplace_back(x[k].shape());
  }
  std::vector<Port> ports;
  for (std::size_t k = 0; k < x.size(); ++k) ports.push_back({x[k].view(), dx[k].view(), masks[k].view()});
  const Tensor truth = golden::tensor(entry.at("y"));
  ASSERT_EQ(layer->build(shapes).with_front(batch), truth.shape());
  Tensor y(truth.shape());
  Tensor mask(Shape{batch, truth.shape()[1]});
  Tensor dy = golden::tensor(entry.at("dy"));
  Context context;
  context.batch = batch;
  context.inputs = ports;
  context.output = y.view();
  context.output_gradient = dy.view();
  context.output_mask = mask.view();
  layer->forward(context);
  golden::expect_close_to_scale(y.values(), truth, 1e-5, "output");
  if (layer->mask_role() == MaskRole::makes) {
    ASSERT_EQ(context.output_mask.data == nullptr, entry.at("mask").is_null());
  } else {
    EXPECT_TRUE(entry.at("mask").is_null());
  }
  if (!entry.at("mask").is_null())
    golden::expect_close_to_scale(mask.values(), golden::tensor(entry.at("mask")), 0, "mask");
  layer->backward(context);
  for (std::size_t k = 0; k < x.size(); ++k) {
    golden::expect_close_to_scale(dx[k].values(), golden::tensor(entry.at("dx")[k]), 1e-5,
                                  "gradient of input " + std::to_string(k));
  }
}

INSTANTIATE_TEST_SUITE_P(Keras, MergingGolden, testing::ValuesIn(golden::cases("merging")), golden::case_name);

}  // namespace
}  // namespace vernier::nn
