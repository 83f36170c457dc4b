// Every layer of one input against Keras: output, gradients, weights after the call.
#include <gtest/gtest.h>

#include "tests/nn/golden.hpp"
#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class LayerGolden : public testing::TestWithParam<golden::Case> {};

TEST_P(LayerGolden, IsKeras) {
  const Json& entry = GetParam().json;
  const std::unique_ptr<Layer> layer = make_layer({entry.at("layer").get<std::string>(), entry.at("options")});
  const Tensor x = golden::tensor(entry.at("x"));
  const Shape sample = x.shape().without_front();
  const Shape output = layer->build(std::span<const Shape>(&sample, 1));
  std::vector<Tensor> values = golden::tensors(entry.at("weights"));
  ASSERT_EQ(layer->weights().size(), values.size());
  std::vector<Tensor> gradients(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    Weight& weight = layer->weights()[i];
    EXPECT_EQ(weight.name, entry.at("weights")[i].at("name"));
    ASSERT_EQ(weight.shape, values[i].shape());
    weight.value = values[i].view();
    gradients[i] = Tensor(weight.shape);
    if (weight.trainable && layer->trainable()) weight.gradient = gradients[i].view();
  }
  const Tensor truth = golden::tensor(entry.at("y"));
  EXPECT_EQ(output.with_front(x.shape()[0]), truth.shape());
  Tensor y(truth.shape());
  Tensor dy = golden::tensor(entry.at("dy"));
  Tensor dx(x.shape());
  const Tensor mask = entry.contains("mask") ? golden::tensor(entry.at("mask")) : Tensor();
  Port port{.value = x.view(), .gradient = dx.view(), .mask = mask.view()};
  Context context;
  context.batch = x.shape()[0];
  context.training = entry.at("training").get<bool>();
  context.inputs = std::span<Port>(&port, 1);
  context.output = y.view();
  context.output_gradient = dy.view();
  Tensor made_mask(Shape{x.shape()[0], output.rank() == 0 ? 1 : output[0]});
  context.output_mask = made_mask.view();
  layer->forward(context);
  golden::expect_close_to_scale(y.values(), truth, 1e-5, "output");
  layer->backward(context);
  golden::expect_close_to_scale(dx.values(), golden::tensor(entry.at("dx")), 1e-5, "input gradient");
  std::size_t next = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (layer->weights()[i].gradient.data == nullptr) continue;
    ASSERT_LT(next, entry.at("dweights").size());
    const Json& expected = entry.at("dweights")[next++];
    EXPECT_EQ(expected.at("name"), layer->weights()[i].name);
    golden::expect_close_to_scale(gradients[i].values(), golden::tensor(expected), 1e-5,
                                  "gradient of " + layer->weights()[i].name);
  }
  if (entry.contains("weights_after")) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      golden::expect_close_to_scale(values[i].values(), golden::tensor(entry.at("weights_after")[i]), 1e-5,
                                    layer->weights()[i].name + " after the call");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Keras, LayerGolden, testing::ValuesIn(golden::cases("layers")), golden::case_name);
INSTANTIATE_TEST_SUITE_P(KerasConvolutions, LayerGolden, testing::ValuesIn(golden::cases("convolutions")),
                         golden::case_name);
INSTANTIATE_TEST_SUITE_P(KerasPooling, LayerGolden, testing::ValuesIn(golden::cases("pooling")), golden::case_name);
INSTANTIATE_TEST_SUITE_P(KerasRegularization, LayerGolden, testing::ValuesIn(golden::cases("regularization")),
                         golden::case_name);
INSTANTIATE_TEST_SUITE_P(KerasReshaping, LayerGolden, testing::ValuesIn(golden::cases("reshaping")), golden::case_name);

}  // namespace
}  // namespace vernier::nn
