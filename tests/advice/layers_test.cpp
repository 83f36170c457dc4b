// Networks that are built to be ill, and one that is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/advice/small_data.hpp"
#include "vernier/advice/layer_check.hpp"

namespace vernier::advice {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const tune::TrainingTask& noisy_task() {
  static const tune::TrainingTask task = task_of(orthogonal_table(40, 1.0));
  return task;
}

LayerCheck checked(const std::vector<Json>& hidden, double rate = 1e-3) {
  Configuration configuration = linear_regression(16, rate);
  configuration.model = Json(hidden);
  configuration.model.push_back({{"dense", {{"units", 1}}}});
  return check_layers(noisy_task(), configuration, 1);
}

Json dense(const Json& options) {
  Json all{{"units", 32}};
  all.update(options);
  return {{"dense", all}};
}

std::string all_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += finding.to_json().dump() + '\n';
  return text;
}

TEST(LayerCheck, AHealthyNetworkHasNoFinding) {
  const LayerCheck check = checked({dense({{"activation", "relu"}}), dense({{"activation", "relu"}})}, 0.01);
  EXPECT_THAT(check.findings(), IsEmpty()) << all_of(check.findings());
  ASSERT_EQ(check.at_start.size(), 3U);
  EXPECT_EQ(check.at_start[0].activation, "relu");
  EXPECT_LT(*check.at_start[0].dead, 0.1);
  EXPECT_FALSE(check.at_start[2].dead.has_value()) << "the output has no activation";
  EXPECT_GT(*check.at_start[0].gradient, 0);
  EXPECT_EQ(check.steps, 20) << "an epoch";
}

TEST(LayerCheck, NamesTheLayerWhoseUnitsAreDead) {
  const LayerCheck check = checked({dense({{"activation", "relu"}}),
                                    dense({{"activation", "relu"}, {"bias_initializer", -100.0}, {"name", "buried"}})});
  EXPECT_DOUBLE_EQ(*check.at_start[1].dead, 1);
  EXPECT_THAT(all_of(check.findings()), HasSubstr("layer 'buried' has dead units"));
}

TEST(LayerCheck, CountsDeadUnitsOneByOne) {
  // a bias of -100 kills a unit, one of 100 keeps it alive: 32 units whose biases are a matter of the initialiser's
  // sign
  const LayerCheck check = checked({dense(
      {{"activation", "relu"}, {"bias_initializer", {{"random_uniform", {{"minval", -100}, {"maxval", 100}}}}}})});
  EXPECT_GT(*check.at_start[0].dead, 0.2);
  EXPECT_LT(*check.at_start[0].dead, 0.8);
  EXPECT_DOUBLE_EQ(*check.at_start[0].dead * 32, std::round(*check.at_start[0].dead * 32));
}

TEST(LayerCheck, NamesTheLayerThatIsSaturated) {
  for (const char* activation : {"tanh", "sigmoid"}) {
    const LayerCheck check = checked({dense({{"activation", activation},
                                             {"kernel_initializer", {{"random_normal", {{"stddev", 100.0}}}}},
                                             {"name", "wide"}})});
    EXPECT_GT(*check.at_start[0].saturated, 0.9) << activation;
    EXPECT_THAT(all_of(check.findings()), HasSubstr("layer 'wide' is saturated"));
  }
}

TEST(LayerCheck, SeesTheGradientVanishInDeepSigmoids) {
  std::vector<Json> layers;
  for (int k = 0; k < 8; ++k) layers.push_back(dense({{"activation", "sigmoid"}}));
  const LayerCheck check = checked(layers);
  EXPECT_LT(*check.at_start[0].gradient, 1e-3 * *check.at_start.back().gradient);
  EXPECT_THAT(all_of(check.findings()), HasSubstr("the gradient vanishes on its way to layer 'dense'"));
  EXPECT_THAT(all_of(check.findings()), HasSubstr("relu in place of sigmoid or tanh"));
}

TEST(LayerCheck, SeesActivationsAndGradientsExplode) {
  std::vector<Json> layers;
  for (int k = 0; k < 5; ++k) {
    layers.push_back(dense({{"activation", "relu"}, {"kernel_initializer", {{"random_normal", {{"stddev", 5.0}}}}}}));
  }
  const LayerCheck check = checked(layers, 1e-12);
  EXPECT_THAT(all_of(check.findings()), HasSubstr("activations explode from layer 'dense' to layer 'dense_4'"));
}

TEST(LayerCheck, SaysThatTrainingDiverges) {
  const LayerCheck check = checked({dense({{"activation", "linear"}}), dense({{"activation", "linear"}})}, 100);
  EXPECT_TRUE(check.diverged);
  EXPECT_THAT(check.after, IsEmpty());
  EXPECT_THAT(all_of(check.findings()), HasSubstr("training diverges"));
}

TEST(LayerCheck, TheRatioOfAStepIsTheRateTimesTheGradientOverTheWeights) {
  // plain gradient descent: |step| = rate |g|; a tiny rate leaves gradient and weights as they are
  const LayerCheck check = checked({dense({{"activation", "tanh"}, {"use_bias", false}})}, 1e-6);
  const LayerState& layer = check.at_start[0];
  // glorot_uniform: the variance of a weight is 2 / (3 + 32), of 96 weights
  const double weights = std::sqrt(96 * 2.0 / 35);
  EXPECT_NEAR(*layer.update_ratio, 1e-6 * *layer.gradient / weights, 0.2 * *layer.update_ratio);
}

}  // namespace
}  // namespace vernier::advice
