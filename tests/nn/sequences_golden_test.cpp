// Training on padded sequences against Keras: what a mask does to states, losses and metrics.
#include <gtest/gtest.h>

#include "tests/nn/support/golden_cases.hpp"

namespace vernier::nn {
namespace {

class SequencesGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(SequencesGolden, TakesTheStepsOfKeras) {
  const Json& entry = GetParam().json;
  Model model = golden_model(entry);
  const Tensor x = golden_array(entry.at("x"));
  const Tensor y = golden_array(entry.at("y"));
  const auto batch = entry.at("batch_size").get<Index>();
  const Index batches = x.shape()[0] / batch;
  for (std::size_t step = 0; step < entry.at("losses").size(); ++step) {
    const Index first = static_cast<Index>(step) % batches * batch;
    const double loss = model.train_on_batch(x.slice(first, first + batch), y.slice(first, first + batch));
    EXPECT_NEAR(loss, golden_number(entry.at("losses")[step]), 1e-5) << "step " << step;
  }
  expect_weights(model, entry.at("final_weights"), 2e-5, "final");
  expect_close(model.predict(golden_array(entry.at("predict_x"))).values(), golden_array(entry.at("predict_y")), 2e-5,
               "prediction");
  const Logs logs = model.evaluate(x, y, {.batch_size = batch});
  for (const auto& [name, value] : entry.at("evaluate").items()) {
    ASSERT_TRUE(logs.get(name).has_value()) << name;
    EXPECT_NEAR(*logs.get(name), golden_number(value), 2e-5) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Keras, SequencesGolden, testing::ValuesIn(golden_cases("sequences")), golden_name);

}  // namespace
}  // namespace vernier::nn
