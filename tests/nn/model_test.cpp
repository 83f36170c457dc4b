#include "vernier/nn/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/nn/layers/activation.hpp"
#include "vernier/nn/layers/batch_normalization.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/layers/normalization.hpp"
#include "vernier/nn/sequential.hpp"
#include "vernier/testing/parts_nn.hpp"

namespace vernier::nn {
namespace {

using ::testing::HasSubstr;

Tensor filled(const Shape& shape, float value) {
  Tensor tensor(shape);
  std::fill_n(tensor.data(), tensor.size(), value);
  return tensor;
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return std::string(error.code()) + ": " + error.what();
  }
  return "nothing was thrown";
}

Sequential ones_model() {
  Sequential model;
  model.add(Dense(3, {.use_bias = false, .kernel_initializer = "ones"}));
  model.compile({.optimizer = {"sgd", {{"learning_rate", 0.01}}}, .loss = "mse"});
  return model;
}

// trainer_test.py of Keras: ones in, zero wanted
TEST(Model, TakesTheStepsOfKerasOwnTests) {
  Sequential model = ones_model();
  const Tensor x = filled({100, 4}, 1.0F);
  const Tensor y({100, 3});
  EXPECT_NEAR(model.train_on_batch(x, y.view()), 16.0, 1e-5);
  EXPECT_NEAR(model.train_on_batch(x, y.view()), 15.158, 1e-3);
  EXPECT_NEAR(*model.evaluate(x, y).get("loss"), 14.360, 1e-3);
  EXPECT_NEAR(model.predict(x).data()[0], 3.789511, 1e-5);
}

TEST(Model, DropoutAndShufflingRepeatForOneSeedAndDifferForAnother) {
  const auto run = [](std::uint64_t seed) {
    Sequential model({.seed = seed});
    model.add(Dense(8, {.activation = "relu"})).add(Dropout(0.3)).add(Dense(1));
    model.compile({.optimizer = "adam", .loss = "mse"});
    Tensor x({50, 4});
    Rng rng(5);
    for (float& value : x.values()) value = static_cast<float>(rng.normal());
    return model.fit(x, Tensor({50, 1}), {.batch_size = 16, .epochs = 3}).at("loss");
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

TEST(Model, ABatchSizeMayChangeBetweenCalls) {
  Sequential model = ones_model();
  for (const Index samples : {3, 7, 1, 5}) {
    const Tensor y = model.predict(filled({samples, 4}, 1.0F), 4);
    EXPECT_EQ(y.shape(), Shape({samples, 3}));
    for (const float value : y.values()) EXPECT_FLOAT_EQ(value, 4.0F);
  }
}

TEST(Model, SharedLayerOfTwoInputsSumsItsGradients) {
  vernier::testing::register_parts_nn();
  // y = (a + b) w with one shared w: after one step of SGD on the mean of y^2, w -= rate * 2 y (a + b)
  Model model;
  const auto a = model.input({1}, "a");
  const auto b = model.input({1}, "b");
  const auto shared = model.add_layer(Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
  const std::size_t on_a[] = {a};
  const std::size_t on_b[] = {b};
  const auto first = model.call(shared, on_a);
  const auto second = model.call(shared, on_b);
  model.call(Component("test_add"), {first, second});
  model.compile({.optimizer = {"sgd", {{"learning_rate", 0.01}}}, .loss = "mse"});
  const Tensor xa = filled({1, 1}, 2.0F);
  const Tensor xb = filled({1, 1}, 3.0F);
  EXPECT_NEAR(model.train_on_batch({xa.view(), xb.view()}, Tensor({1, 1}).view()), 25.0, 1e-5);
  EXPECT_NEAR(model.get_weights()[0].data()[0], 1.0 - 0.01 * 2 * 5 * 5, 1e-6);
  EXPECT_EQ(model.parameter_count(), 1);
  Model copy = Model::from_bytes(model.to_bytes());
  EXPECT_EQ(copy.predict({xa.view(), xb.view()}).data()[0], model.predict({xa.view(), xb.view()}).data()[0]);
}

TEST(Model, ANodeUsedTwiceReceivesBothGradients) {
  vernier::testing::register_parts_nn();
  Model model;  // y = h + h with h = x w
  const auto x = model.input({1});
  const auto h = model.call(Dense(1, {.use_bias = false, .kernel_initializer = "ones"}), {x});
  model.call(Component("test_add"), {h, h});
  model.compile({.optimizer = {"sgd", {{"learning_rate", 0.1}}}, .loss = "mse"});
  (void)model.train_on_batch(filled({1, 1}, 1.0F), Tensor({1, 1}).view());
  EXPECT_NEAR(model.get_weights()[0].data()[0], 1.0 - 0.1 * 2 * 2 * 2, 1e-6);
}

TEST(Model, AMaskTakesStepsOutOfTheLoss) {
  vernier::testing::register_parts_nn();
  Sequential model;
  model.add(Input({3, 1}))
      .add(Component("test_zero_mask"))
      .add(Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x({1, 3, 1}, std::vector<float>{2.0F, 0.0F, 4.0F});
  // the step of zeros counts nothing: mean of 1 and 9, not of 1, 1 and 9
  EXPECT_NEAR(*model.evaluate(x, filled({1, 3, 1}, 1.0F)).get("loss"), 5.0, 1e-6);
}

TEST(Model, FrozenLayersKeepTheirWeights) {
  Sequential model;
  model.add(Dense(2, {.trainable = false})).add(BatchNormalization({.trainable = false})).add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = filled({8, 3}, 1.0F);
  model.build(std::vector<Shape>{{3}});
  const auto before = model.get_weights();
  (void)model.train_on_batch(x, filled({8, 1}, 1.0F).view());
  const auto after = model.get_weights();
  for (std::size_t i = 0; i < 6; ++i) EXPECT_TRUE(std::ranges::equal(before[i].values(), after[i].values())) << i;
  EXPECT_FALSE(std::ranges::equal(before[7].values(), after[7].values()));
}

TEST(Model, ALayerMayBeFrozenAndFreedBetweenFits) {
  Sequential model;
  model.add(Input({3})).add(Dense(2, {.kernel_regularizer = "l2", .name = "first"})).add(Dense(1, {.name = "second"}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = filled({8, 3}, 1.0F);
  const Tensor y = filled({8, 1}, 5.0F);
  const auto changes = [&](bool trainable) {
    model.layer("first").set_trainable(trainable);
    model.compile({.optimizer = "sgd", .loss = "mse"});
    const auto before = model.get_weights();
    (void)model.train_on_batch(x, y.view());
    const auto after = model.get_weights();
    EXPECT_FALSE(std::ranges::equal(before[2].values(), after[2].values()));
    return !std::ranges::equal(before[0].values(), after[0].values());
  };
  EXPECT_TRUE(changes(true));
  EXPECT_FALSE(changes(false));
  EXPECT_FALSE(Model::from_bytes(model.to_bytes()).layer("first").trainable());
  EXPECT_TRUE(changes(true));
}

TEST(Model, NormalizationLearnsTheTrainingData) {
  Sequential model;
  model.add(Normalization());
  const Tensor x({4, 2}, std::vector<float>{1, 10, 2, 10, 3, 10, 4, 10});
  model.adapt(x);
  const Tensor y = model.predict(x);
  EXPECT_NEAR(y.data()[0], -1.5 / std::sqrt(1.25), 1e-6);
  EXPECT_EQ(y.data()[1], 0.0F) << "a constant column has no deviation and must not become NaN";
}

TEST(Model, SummaryCountsParameters) {
  Sequential model({.name = "digits"});
  model.add(Input({100})).add(Dense(64, {.activation = "relu"})).add(BatchNormalization()).add(Dense(1));
  const std::string text = model.summary();
  EXPECT_THAT(text, HasSubstr("Model: \"digits\""));
  EXPECT_THAT(text, HasSubstr("dense (dense)"));
  EXPECT_THAT(text, HasSubstr("(None, 64)"));
  EXPECT_THAT(text, HasSubstr("6,464"));
  EXPECT_THAT(text, HasSubstr("Total params: 6,785"));
  EXPECT_THAT(text, HasSubstr("Non-trainable params: 128 (512 B)"));
}

TEST(Model, ErrorsNameTheLayerAndTheShapes) {
  Sequential model;
  model.add(Input({4})).add(Dense(3, {.name = "head"}));
  EXPECT_THAT(refusal([&] {
                (void)model.fit(Tensor({5, 4}), Tensor({5, 3}));
              }),
              HasSubstr("invalid_state: fit before compile"));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  EXPECT_THAT(refusal([&] {
                (void)model.fit(Tensor({5, 4}), Tensor({5, 2}));
              }),
              ::testing::AllOf(HasSubstr("head"), HasSubstr("(5, 3)"), HasSubstr("(5, 2)")));
  EXPECT_THAT(refusal([&] {
                (void)model.predict(Tensor({5, 7}));
              }),
              ::testing::AllOf(HasSubstr("input"), HasSubstr("(5, 7)"), HasSubstr("(4,)")));
  EXPECT_THAT(refusal([&] { (void)model.fit(Tensor({5, 4}), Tensor({4, 3})); }), HasSubstr("one target a sample"));
  EXPECT_THAT(refusal([&] {
                (void)model.fit(Tensor({5, 4}), Tensor({5, 3}), {.validation_split = 1.5});
              }),
              HasSubstr("validation split"));
  EXPECT_THAT(refusal([&] {
                (void)model.fit(Tensor({5, 4}), Tensor({5, 3}), {.batch_size = 0});
              }),
              HasSubstr("batch size"));
  EXPECT_THAT(refusal([&] { model.add(Component("dens", {{"units", 3}})); }), HasSubstr("dense"));
  EXPECT_THAT(refusal([&] { model.add(Component("dense", {{"unit", 3}})); }), HasSubstr("units"));
  EXPECT_THAT(refusal([&] {
                model.add(Component("reshape", {{"target_shape", {2, 2}}}));
              }),
              ::testing::AllOf(HasSubstr("reshape"), HasSubstr("(3,)")));
  EXPECT_THAT(refusal([&] { model.add(Dense(3, {.name = "head"})); }), HasSubstr("two layers are named 'head'"));
  EXPECT_THAT(refusal([] { Sequential().build(); }), HasSubstr("no layers"));
}

TEST(Model, ConfigurationGoesThroughJson) {
  Sequential model = Sequential::from_config(Json::parse(
      R"([{"dense": {"units": 4, "activation": "relu"}}, {"dropout": {"rate": 0.2}}, {"dense": {"units": 1}}])"));
  model.build(std::vector<Shape>{{6}});
  const Json config = model.to_config();
  EXPECT_EQ(config.size(), 4U);
  EXPECT_EQ(config[0]["input"]["shape"], Json({6}));
  Model again = Model::from_config(config);
  again.build();
  EXPECT_EQ(again.parameter_count(), 6 * 4 + 4 + 4 + 1);
  EXPECT_EQ(again.to_config(), config);
}

}  // namespace
}  // namespace vernier::nn
