// Whole models, as onnxruntime computes them, and what cannot be exported.
#include <gmock/gmock.h>

#include "tests/onnx/runtime.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::onnx {
namespace {

/// Weights away from their beginning, so that every bias and moving mean counts.
void move_weights(nn::Model& model) {
  std::vector<Tensor> weights = model.get_weights();
  Rng rng(5);
  for (Tensor& weight : weights) {
    for (float& value : weight.values()) value = std::abs(value) + static_cast<float>(rng.uniform(-0.2, 0.4));
  }
  model.set_weights(weights);
}

Tensor uniform_rows(const Shape& shape, double low, double high) {
  Tensor x(shape);
  Rng rng(7);
  for (float& value : x.values()) value = static_cast<float>(rng.uniform(low, high));
  return x;
}

Tensor random_ids(const Shape& shape, std::uint64_t below) {
  Tensor ids(shape);
  Rng rng(8);
  for (float& id : ids.values()) id = static_cast<float>(rng.below(below));
  return ids;
}

/// Ids of which the last of each row are padding; at least one counts.
Tensor padded_ids(Index rows, Index steps) {
  Tensor ids = random_ids({rows, steps}, 19);
  for (Index row = 0; row < rows; ++row) {
    for (Index step = 0; step < steps; ++step) {
      float& id = ids.data()[row * steps + step];
      id = step <= row % steps ? id + 1 : 0;
    }
  }
  return ids;
}

class ModelExport : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(runtime_python())) GTEST_SKIP() << "no onnxruntime: scripts/setup --tests installs it";
  }
};

TEST_F(ModelExport, Agrees) {
  Runtime runtime;
  const auto chain = [](const char* layers) {
    nn::Model model = nn::Model::from_config(Json::parse(layers));
    move_weights(model);
    return model;
  };
  nn::Model document = chain(R"([{"input": {"shape": [100]}}, {"dense": {"units": 64, "activation": "relu"}},
    {"dropout": {"rate": 0.5}}, {"dense": {"units": 32, "activation": "relu"}},
    {"dense": {"units": 1, "activation": "sigmoid"}}])");
  runtime.add("document", document, {uniform_rows({5, 100}, -0.3, 0.3)});

  nn::Model images = chain(R"([{"input": {"shape": [12, 10, 1]}}, {"random_flip": {}},
    {"conv2d": {"filters": 4, "kernel_size": 3, "padding": "same", "use_bias": false}}, "batch_normalization",
    {"activation": {"activation": "relu"}}, "max_pooling2d",
    {"separable_conv2d": {"filters": 6, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "silu"}},
    "global_average_pooling2d", {"dense": {"units": 10, "activation": "softmax"}}])");
  runtime.add("images", images, {uniform_rows({3, 12, 10, 1}, 0, 1)});

  nn::Model text = chain(R"([{"input": {"shape": [7]}},
    {"embedding": {"input_dim": 20, "output_dim": 8, "mask_zero": true}}, {"dropout": {"rate": 0.2}},
    "global_average_pooling1d", {"dense": {"units": 3, "activation": "softmax"}}])");
  runtime.add("text", text, {padded_ids(9, 7)});

  nn::Model sequence = chain(R"([{"input": {"shape": [7]}},
    {"embedding": {"input_dim": 20, "output_dim": 8, "mask_zero": true}},
    {"bidirectional": {"layer": {"lstm": {"units": 5, "return_sequences": true}}}},
    {"time_distributed": {"layer": {"dense": {"units": 6, "activation": "relu"}}}}, {"gru": {"units": 4}},
    {"dense": {"units": 1}}])");
  runtime.add("masked_lstm", sequence, {padded_ids(9, 7)});

  nn::Model series = chain(R"([{"input": {"shape": [30, 2]}}, {"lstm": {"units": 8, "return_sequences": true}},
    {"lstm": {"units": 8}}, {"dense": {"units": 1}}])");
  runtime.add("lstm", series, {uniform_rows({4, 30, 2}, -1, 1)});

  nn::Model recommender = nn::Model::from_config(Json::parse(R"({"layers": [{"input": {"shape": [1], "name": "user"}},
    {"input": {"shape": [1], "name": "movie"}}, {"embedding": {"input_dim": 19, "output_dim": 6}},
    {"embedding": {"input_dim": 19, "output_dim": 6}}, {"flatten": {}}, {"flatten": {}}, {"dot": {"axes": 1}},
    {"embedding": {"input_dim": 19, "output_dim": 1}}, {"embedding": {"input_dim": 19, "output_dim": 1}},
    {"flatten": {}}, {"flatten": {}}, {"add": {}}, {"dense": {"units": 1}}],
    "nodes": [{"layer": 0, "inputs": []}, {"layer": 1, "inputs": []}, {"layer": 2, "inputs": [0]},
    {"layer": 3, "inputs": [1]}, {"layer": 4, "inputs": [2]}, {"layer": 5, "inputs": [3]}, {"layer": 6, "inputs": [4, 5]},
    {"layer": 7, "inputs": [0]}, {"layer": 8, "inputs": [1]}, {"layer": 9, "inputs": [7]}, {"layer": 10, "inputs": [8]},
    {"layer": 11, "inputs": [6, 9, 10]}, {"layer": 12, "inputs": [11]}]})"));
  move_weights(recommender);
  runtime.add("recommender", recommender, {random_ids({6, 1}, 19), random_ids({6, 1}, 19)});

  nn::Model attention = nn::Model::from_config(Json::parse(R"({"layers": [{"input": {"shape": [6]}},
    {"embedding": {"input_dim": 20, "output_dim": 8, "mask_zero": true}},
    {"multi_head_attention": {"num_heads": 2, "key_dim": 3, "use_causal_mask": true}}, {"add": {}},
    {"layer_normalization": {}}, {"dense": {"units": 12, "activation": "gelu"}}, {"dense": {"units": 8}}, {"add": {}},
    {"layer_normalization": {}}, {"global_average_pooling1d": {}}, {"dense": {"units": 2, "activation": "softmax"}}],
    "nodes": [{"layer": 0, "inputs": []}, {"layer": 1, "inputs": [0]}, {"layer": 2, "inputs": [1, 1]},
    {"layer": 3, "inputs": [1, 2]}, {"layer": 4, "inputs": [3]}, {"layer": 5, "inputs": [4]}, {"layer": 6, "inputs": [5]},
    {"layer": 7, "inputs": [4, 6]}, {"layer": 8, "inputs": [7]}, {"layer": 9, "inputs": [8]},
    {"layer": 10, "inputs": [9]}]})"));
  move_weights(attention);
  runtime.add("attention", attention, {padded_ids(8, 6)});

  // one layer at two places
  nn::Model twins = nn::Model();
  const auto left = twins.input({4}, "left");
  const auto right = twins.input({4}, "right");
  const auto shared = twins.add_layer(nn::Dense(3, {.activation = "tanh"}));
  const std::size_t a = twins.call(shared, std::vector{left});
  const std::size_t b = twins.call(shared, std::vector{right});
  twins.call("subtract", {a, b});
  move_weights(twins);
  runtime.add("twins", twins, {uniform_rows({5, 4}, -1, 1), uniform_rows({5, 4}, 0, 1)});

  // outputs of two calls of a layer, and one that is an input
  nn::Model several = nn::Model();
  const auto entry = several.input({4}, "x");
  const auto again = several.add_layer(nn::Dense(4, {.activation = "tanh"}));
  const std::size_t once = several.call(again, std::vector{entry});
  const std::size_t twice = several.call(again, std::vector{once});
  several.set_outputs({twice, once, entry});
  move_weights(several);
  runtime.add("several_outputs", several, {uniform_rows({5, 4}, -1, 1)});

  nn::Model nothing = nn::Model();
  nothing.input({3}, "x");
  runtime.add("identity", nothing, {uniform_rows({2, 3}, -1, 1)});
  runtime.expect_agreement(1e-5);
}

class OwnLayer : public nn::Layer {
 public:
  Shape build(std::span<const Shape> inputs) override { return inputs[0]; }
  void forward(nn::Context&) const override {}
  void backward(nn::Context&) const override {}
};

TEST(OnnxExport, NamesTheLayerThatCannotBe) {
  nn::layers().add({.name = "own",
                    .summary = "a layer of the user's",
                    .cites = "none",
                    .options = option_table<NoOptions>(),
                    .make = &make_with<nn::Layer, OwnLayer, NoOptions>});
  nn::Model model;
  const auto x = model.input({4});
  model.call("own", {x});
  EXPECT_FALSE(can_export("own"));
  try {
    (void)to_onnx(model);
    FAIL();
  } catch (const Unsupported& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("layer 'own' cannot be exported"));
  }
}

TEST(OnnxExport, NeedsShapes) {
  nn::Sequential model;
  model.add(nn::Dense(3));
  EXPECT_THROW((void)to_onnx(model), InvalidState);
}

}  // namespace
}  // namespace vernier::onnx
