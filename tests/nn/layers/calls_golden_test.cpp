// Layers that take several inputs, ids or masks against Keras: output, mask, gradients.
#include <gmock/gmock.h>

#include "tests/nn/golden.hpp"
#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

std::vector<Tensor> optional_arrays(const Json& list) {
  std::vector<Tensor> arrays;
  for (const Json& entry : list) arrays.push_back(entry.is_null() ? Tensor() : golden::tensor(entry));
  return arrays;
}

// Softmax does not see what is added to all scores of a row, so that the gradient of the keys' bias is zero but for
// rounding.
double scale_of(const std::string& weight) { return weight == "key/bias" ? 1.0 : 1e-3; }

class CallGolden : public testing::TestWithParam<golden::Case> {};

TEST_P(CallGolden, IsKeras) {
  const Json& entry = GetParam().json;
  const std::unique_ptr<Layer> layer = make_layer({entry.at("layer").get<std::string>(), entry.at("options")});
  const std::vector<Tensor> x = golden::tensors(entry.at("x"));
  const std::vector<Tensor> masks = optional_arrays(entry.at("masks"));
  std::vector<Shape> samples;
  for (const Tensor& input : x) samples.push_back(input.shape().without_front());
  const Shape output = layer->build(samples);
  std::vector<Tensor> values = golden::tensors(entry.at("weights"));
  ASSERT_EQ(layer->weights().size(), values.size());
  std::vector<Tensor> gradients(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    Weight& weight = layer->weights()[i];
    EXPECT_EQ(weight.name, entry.at("weights")[i].at("name"));
    ASSERT_EQ(weight.shape, values[i].shape());
    weight.value = values[i].view();
    gradients[i] = Tensor(weight.shape);
    weight.gradient = gradients[i].view();
  }
  const Tensor truth = golden::tensor(entry.at("y"));
  EXPECT_EQ(output.with_front(x[0].shape()[0]), truth.shape());
  const std::vector<Tensor> dx_truth = optional_arrays(entry.at("dx"));
  std::vector<Tensor> dx;
  std::vector<Port> ports;
  for (std::size_t i = 0; i < x.size(); ++i) {
    dx.push_back(dx_truth[i].empty() ? Tensor() : Tensor(x[i].shape()));
    ports.push_back({.value = x[i].view(), .gradient = dx[i].view(), .mask = masks[i].view()});
  }
  Tensor y(truth.shape());
  Tensor made_mask({x[0].shape()[0], output.rank() == 0 ? 1 : output[0]});
  Context context;
  context.batch = x[0].shape()[0];
  context.training = entry.at("training").get<bool>();
  context.inputs = ports;
  context.output = y.view();
  context.output_mask = made_mask.view();
  // twice: nothing of the first call is left in the second
  for (int call = 0; call < 2; ++call) {
    Tensor dy = golden::tensor(entry.at("dy"));
    context.output_gradient = dy.view();
    layer->forward(context);
    golden::expect_close_to_scale(y.values(), truth, 1e-5, "output");
    layer->backward(context);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!dx[i].empty()) golden::expect_close_to_scale(dx[i].values(), dx_truth[i], 1e-5, "input gradient");
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      golden::expect_close_to_scale(gradients[i].values(), golden::tensor(entry.at("dweights")[i]), 1e-5,
                                    "gradient of " + layer->weights()[i].name, scale_of(layer->weights()[i].name));
    }
  }
  ConstView mask;
  if (layer->mask_role() == MaskRole::passes) mask = ports[0].mask;
  if (layer->mask_role() == MaskRole::makes) mask = context.output_mask;
  EXPECT_EQ(mask.data == nullptr, entry.at("mask").is_null());
  if (mask.data != nullptr) golden::expect_close_to_scale(mask.values(), golden::tensor(entry.at("mask")), 0, "mask");
  // a later call of a shared layer adds
  Tensor dy = golden::tensor(entry.at("dy"));
  context.output_gradient = dy.view();
  context.accumulate = true;
  layer->forward(context);
  layer->backward(context);
  for (std::size_t i = 0; i < values.size(); ++i) {
    Tensor twice = golden::tensor(entry.at("dweights")[i]);
    for (float& value : twice.values()) value *= 2;
    golden::expect_close_to_scale(gradients[i].values(), twice, 1e-5,
                                  "sum of the gradients of " + layer->weights()[i].name,
                                  scale_of(layer->weights()[i].name));
  }
}

INSTANTIATE_TEST_SUITE_P(Recurrent, CallGolden, testing::ValuesIn(golden::cases("recurrent")), golden::case_name);
INSTANTIATE_TEST_SUITE_P(Wrappers, CallGolden, testing::ValuesIn(golden::cases("wrappers")), golden::case_name);
INSTANTIATE_TEST_SUITE_P(Attention, CallGolden, testing::ValuesIn(golden::cases("attention")), golden::case_name);
INSTANTIATE_TEST_SUITE_P(Merging, CallGolden, testing::ValuesIn(golden::cases("merging")), golden::case_name);
INSTANTIATE_TEST_SUITE_P(Embedding, CallGolden, testing::ValuesIn(golden::cases("embedding")), golden::case_name);

// The message of what building a layer on these samples throws.
std::string refusal(const Component& component, const std::vector<Shape>& samples) {
  try {
    (void)make_layer(component)->build(samples);
    return "nothing";
  } catch (const InvalidArgument& error) {
    return error.what();
  }
}

TEST(SequenceLayers, NameWhatDoesNotFit) {
  using testing::HasSubstr;
  const Json lstm{{"units", 2}};
  EXPECT_THAT(refusal({"lstm", lstm}, {{5}}), HasSubstr("samples of shape (5,): expected (time, features)"));
  EXPECT_THAT(refusal({"embedding", {{"input_dim", 5}, {"output_dim", 2}, {"mask_zero", true}}}, {{2, 3}}),
              HasSubstr("mask_zero with samples of shape (2, 3)"));
  EXPECT_THAT(refusal({"bidirectional", {{"layer", {{"dense", {{"units", 2}}}}}}}, {{5, 3}}),
              HasSubstr("layer 'dense' in a bidirectional layer: expected a recurrent layer"));
  EXPECT_THAT(refusal({"bidirectional", {{"layer", {{"gru", {{"units", 2}, {"go_backwards", true}}}}}}}, {{5, 3}}),
              HasSubstr("go_backwards of the layer in a bidirectional layer"));
  EXPECT_THAT(refusal({"bidirectional", {{"layer", {{"gru", {{"unit", 2}}}}}}}, {{5, 3}}), HasSubstr("'units'"));
  EXPECT_THAT(refusal({"time_distributed", {{"layer", {{"dense", {{"units", 2}}}}}}}, {{5}}),
              HasSubstr("samples of shape (5,): expected (time, ...)"));
  const Component attention{"multi_head_attention", {{"num_heads", 2}, {"key_dim", 2}}};
  EXPECT_THAT(refusal(attention, {{5, 4}, {6, 4}, {7, 4}}), HasSubstr("6 steps of value and 7 of key"));
  EXPECT_THAT(refusal(attention, {{5, 4}, {6}}), HasSubstr("an input of shape (6,): expected (time, features)"));
}

TEST(Embedding, NamesAnIdOutsideTheTable) {
  const std::unique_ptr<Layer> layer =
      make_layer({"embedding", {{"input_dim", 5}, {"output_dim", 2}, {"name", "words"}}});
  const Shape sample{3};
  ASSERT_EQ(layer->build(std::span<const Shape>(&sample, 1)), (Shape{3, 2}));
  Tensor table({5, 2});
  layer->weights()[0].value = table.view();
  for (const float bad : {5.0F, -1.0F, 1.5F, std::numeric_limits<float>::quiet_NaN()}) {
    const Tensor ids({2, 3}, std::vector<float>{0, 1, 2, 3, bad, 4});
    Tensor y({2, 3, 2});
    Port port{.value = ids.view(), .gradient = {}, .mask = {}};
    Context context;
    context.batch = 2;
    context.inputs = std::span<Port>(&port, 1);
    context.output = y.view();
    try {
      layer->forward(context);
      ADD_FAILURE() << bad << " is taken";
    } catch (const InvalidArgument& error) {
      const std::string text = error.what();
      EXPECT_NE(text.find("layer 'words': row 1 of the batch"), std::string::npos) << text;
      EXPECT_NE(text.find("at position 1: expected whole numbers from 0 to 4"), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace vernier::nn
