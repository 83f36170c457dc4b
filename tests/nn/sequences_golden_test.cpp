// Training on padded sequences against Keras: what a mask does to states, losses and metrics.
#include <gtest/gtest.h>

#include "tests/nn/golden.hpp"

namespace vernier::nn {
namespace {

class SequencesGolden : public testing::TestWithParam<golden::Case> {};

TEST_P(SequencesGolden, TakesTheStepsOfKeras) {
  const Json& entry = GetParam().json;
  Model model = golden::model(entry);
  const Tensor x = golden::tensor(entry.at("x"));
  const Tensor y = golden::tensor(entry.at("y"));
  const auto batch = entry.at("batch_size").get<Index>();
  const Index batches = x.shape()[0] / batch;
  for (std::size_t step = 0; step < entry.at("losses").size(); ++step) {
    const Index first = static_cast<Index>(step) % batches * batch;
    const double loss = model.train_on_batch(x.slice(first, first + batch), y.slice(first, first + batch));
    EXPECT_NEAR(loss, golden::number(entry.at("losses")[step]), 1e-5) << "step " << step;
  }
  golden::expect_weights(model, entry.at("final_weights"), 2e-5);
  golden::expect_close_to_scale(model.predict(golden::tensor(entry.at("predict_x"))).values(),
                                golden::tensor(entry.at("predict_y")), 2e-5, "prediction");
  const Logs logs = model.evaluate(x, y, {.batch_size = batch});
  for (const auto& [name, value] : entry.at("evaluate").items()) {
    ASSERT_TRUE(logs.get(name).has_value()) << name;
    EXPECT_NEAR(*logs.get(name), golden::number(value), 2e-5) << name;
  }
}

// Each sample has two rows.
TEST(RowWeights, ASamplesWeightCountsForEachOfItsRows) {
  Model model;
  model.call(Component{"activation", {{"activation", "linear"}}}, {model.input({2, 1})});
  model.compile({.loss = "mse", .metrics = {"mae"}, .weighted_metrics = {"mse"}});
  const Tensor x({2, 2, 1}, std::vector<float>{1, 2, 3, 4});
  const Tensor y({2, 2, 1});
  const std::vector<float> weights{1, 3};
  const Logs logs = model.evaluate(x, y, {.sample_weight = weights});
  EXPECT_NEAR(*logs.get("mae"), 2.5, 1e-6);
  EXPECT_NEAR(*logs.get("mse"), (1.0 + 4.0 + 3 * 9.0 + 3 * 16.0) / (2 * 1.0 + 2 * 3.0), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Keras, SequencesGolden, testing::ValuesIn(golden::cases("sequences")), golden::case_name);

}  // namespace
}  // namespace vernier::nn
