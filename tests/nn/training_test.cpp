// Twenty steps of small models under every optimizer and schedule, against Keras.
#include "vernier/nn/training.hpp"

#include <gtest/gtest.h>

#include "tests/nn/golden.hpp"

namespace vernier::nn {
namespace {

class TrainingGolden : public testing::TestWithParam<golden::Case> {};

TEST_P(TrainingGolden, TakesTheStepsOfKeras) {
  const Json& entry = GetParam().json;
  Model model = golden::model(entry);
  const Tensor x = golden::tensor(entry.at("x"));
  const Tensor y = golden::tensor(entry.at("y"));
  const auto batch = entry.at("batch_size").get<Index>();
  const Index batches = x.shape()[0] / batch;
  double scale = 1.0;
  for (const Json& loss : entry.at("losses")) scale = std::max(scale, std::abs(golden::number(loss)));
  for (std::size_t step = 0; step < entry.at("losses").size(); ++step) {
    const Index first = static_cast<Index>(step) % batches * batch;
    const double loss = model.train_on_batch(x.slice(first, first + batch), y.slice(first, first + batch));
    const double truth = golden::number(entry.at("losses")[step]);
    EXPECT_NEAR(loss, truth, 1e-5 * scale) << "step " << step;
  }
  golden::expect_weights(model, entry.at("final_weights"), 1e-5);
  golden::expect_close_to_scale(model.predict(golden::tensor(entry.at("predict_x"))).values(),
                                golden::tensor(entry.at("predict_y")), 1e-5, "prediction");
}

INSTANTIATE_TEST_SUITE_P(Keras, TrainingGolden, testing::ValuesIn(golden::cases("training")), golden::case_name);

}  // namespace
}  // namespace vernier::nn
