// Looking into a network: gradients by hand, and nothing that is left behind.
#include "vernier/nn/probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/nn/graph.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

Tensor tensor(const Shape& shape, std::vector<float> values) { return {shape, values}; }

TEST(Probe, GradientsAndOutputsOfALine) {
  Model model = Model::from_config(
      Json::parse(R"([{"input": {"shape": [1]}}, {"dense": {"units": 1, "kernel_initializer": "ones"}}])"));
  model.compile({.optimizer = "sgd", .loss = "mean_squared_error"});
  model.build();
  Probe probe(model);
  const Tensor x = tensor({3, 1}, {1, 2, 3});
  const Tensor y = tensor({3, 1}, {0, 0, 0});
  // y = x: the loss is the mean of x^2, its gradient by the kernel the mean of 2 x^2, by the bias that of 2 x
  EXPECT_NEAR(probe.differentiate(x, y, {}, 0), 14.0 / 3, 1e-6);
  const std::vector<double> squares = probe.gradient_squares();
  ASSERT_EQ(squares.size(), 2U);
  EXPECT_EQ(probe.variables()[0].name, "dense/kernel");
  EXPECT_NEAR(std::sqrt(squares[0]), 28.0 / 3, 1e-5);
  EXPECT_NEAR(std::sqrt(squares[1]), 4, 1e-5);
  // weights of rows: the first alone counts, of three
  const std::vector<float> weights{3, 0, 0};
  EXPECT_NEAR(probe.differentiate(x, y, weights, 0), 1, 1e-6);
  probe.forward(x);
  EXPECT_THAT(probe.output_of(1).values(), testing::ElementsAre(1, 2, 3));
  EXPECT_FLOAT_EQ(probe.weights()[0], 1);
}

TEST(Probe, BetweenTwoBatchesOfAFitChangesNothing) {
  const auto fitted = [](bool look) {
    Model model = Model::from_config(
        Json::parse(
            R"([{"input": {"shape": [2]}}, {"dense": {"units": 8}}, "batch_normalization", {"dropout": {"rate": 0.5}}, {"dense": {"units": 1, "kernel_regularizer": "l2"}}])"),
        {.seed = 4});
    model.compile(
        {.optimizer = {"adam", {{"use_ema", true}}}, .loss = "mean_squared_error", .metrics = {"mean_absolute_error"}});
    Tensor x({16, 2});
    Tensor y({16, 1});
    Rng rng(1);
    for (float& value : x.values()) value = static_cast<float>(rng.normal());
    for (float& value : y.values()) value = static_cast<float>(rng.normal());
    Probe probe(model);
    FitOptions options{.batch_size = 4, .epochs = 3};
    double first = 0;
    options.after_batch = [&](FitState&, std::int64_t batch) {
      if (!look) return;
      const double loss = probe.differentiate(x, y, {}, 7);
      EXPECT_EQ(loss, probe.differentiate(x, y, {}, 7)) << "statistics and masks are the same";
      EXPECT_NE(loss, probe.differentiate(x, y, {}, 8)) << "another draw, other masks";
      probe.forward(x);
      if (batch == 0) first = loss;
    };
    const History history = model.fit(x, y, options);
    EXPECT_EQ(first > 0, look);
    std::vector<float> all;
    for (const Tensor& weight : model.get_weights())
      all.insert(all.end(), weight.values().begin(), weight.values().end());
    for (const double loss : history.at("loss")) all.push_back(static_cast<float>(loss));
    for (const double error : history.at("mean_absolute_error")) all.push_back(static_cast<float>(error));
    return all;
  };
  EXPECT_EQ(fitted(true), fitted(false));
}

}  // namespace
}  // namespace vernier::nn
