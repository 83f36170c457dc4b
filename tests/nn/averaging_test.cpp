// Optimizers that train other weights than the model shows, and steps that take two gradients.
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/nn/layers/batch_normalization.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/optimizers/sam.hpp"
#include "vernier/nn/optimizers/schedule_free_adamw.hpp"
#include "vernier/nn/optimizers/sgd.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

struct Noise {
  Tensor x{Shape{40, 3}};
  Tensor y{Shape{40, 1}};
  Noise() {
    Rng rng(5);
    for (float& value : x.values()) value = static_cast<float>(rng.normal());
    for (float& value : y.values()) value = static_cast<float>(rng.normal());
  }
};

Sequential line(const Component& optimizer) {
  Sequential model({.seed = 2});
  model.add(Input({3})).add(Dense(1));
  model.compile({.optimizer = optimizer, .loss = "mse"});
  return model;
}

std::span<const float> kernel(Model& model) { return model.layers()[1]->weights()[0].value.values(); }

/// Averages the kernel that trains, batch by batch, and sees what the model shows at the end of an epoch.
class Watcher : public Callback {
 public:
  explicit Watcher(double momentum) : momentum_(momentum) {}
  void on_batch_end(FitState& state, std::int64_t, double loss) override {
    losses.push_back(loss);
    const std::span<const float> trained = kernel(state.model);
    const double stays = average.empty() ? 0.0 : momentum_;
    average.resize(trained.size());
    for (std::size_t i = 0; i < trained.size(); ++i) {
      average[i] = stays * average[i] + (1.0 - stays) * static_cast<double>(trained[i]);
    }
  }
  void on_epoch_end(FitState& state, Logs& logs) override {
    expect_average(state.model.get_weights()[0].values());
    validation.push_back(*logs.get("val_loss"));
  }
  void expect_average(std::span<const float> shown) const {
    for (std::size_t i = 0; i < shown.size(); ++i) EXPECT_NEAR(shown[i], average[i], 1e-6);
  }

  std::vector<double> losses;
  std::vector<double> average;
  std::vector<double> validation;

 private:
  double momentum_;
};

TEST(Averaging, EmaIsJudgedKeptAndLeavesTrainingAlone) {
  const Noise data;
  const auto fit = [&](Model& model, const std::shared_ptr<Watcher>& watcher) {
    return model.fit(data.x, data.y,
                     {.batch_size = 10,
                      .epochs = 3,
                      .validation_data = ValidationData{data.x.view(), data.y.view()},
                      .callbacks = {watcher}});
  };
  Sequential averaged = line(Adam({.learning_rate = 0.1, .use_ema = true, .ema_momentum = 0.8}));
  const auto watcher = std::make_shared<Watcher>(0.8);
  (void)fit(averaged, watcher);
  watcher->expect_average(averaged.get_weights()[0].values());
  EXPECT_EQ(*averaged.evaluate(data.x, data.y, {.batch_size = 10}).get("loss"), watcher->validation.back());

  Sequential plain = line(Adam({.learning_rate = 0.1}));
  const auto other = std::make_shared<Watcher>(0.0);
  (void)fit(plain, other);
  EXPECT_EQ(watcher->losses, other->losses);
  EXPECT_NE(watcher->validation, other->validation);
}

TEST(Averaging, TrainingGoesOnFromWeightsThatAreSet) {
  const Noise data;
  for (const Component& optimizer : {ScheduleFreeAdamW(), Adam({.use_ema = true})}) {
    Sequential model = line(optimizer);
    for (int step = 0; step < 5; ++step) (void)model.train_on_batch(data.x, data.y.view());
    std::vector<Tensor> ones = model.get_weights();
    for (Tensor& weight : ones) std::ranges::fill(weight.values(), 1.0F);
    model.set_weights(ones);
    EXPECT_EQ(kernel(model)[0], 1.0F);
    const double judged = *model.evaluate(data.x, data.y).get("loss");
    EXPECT_EQ(kernel(model)[0], 1.0F) << optimizer.name;
    EXPECT_NEAR(model.train_on_batch(data.x, data.y.view()), judged, 1e-6 * judged) << optimizer.name;
    EXPECT_NEAR(model.get_weights()[0].values()[0], 1.0F, 0.1F) << optimizer.name;
  }
}

TEST(Averaging, ScheduleFreeShowsTheAverageOfItsSequence) {
  const auto optimizer = make_optimizer(ScheduleFreeAdamW({.learning_rate = 0.1, .beta_1 = 0.6, .beta_2 = 0.5}));
  const VariableRange range{0, 1};
  optimizer->build({&range, 1}, 16);
  std::vector<float> weights(16);
  weights[0] = 1.0F;
  optimizer->swap_to_eval(weights);  // before the first update there is nothing else to show
  EXPECT_EQ(weights[0], 1.0F);
  double z = 1.0;
  double x = 1.0;
  double v = 0.0;
  for (int t = 1; t <= 6; ++t) {
    const double g = 0.3 * t - 1.0;
    std::vector<float> gradients(16);
    gradients[0] = static_cast<float>(g);
    optimizer->swap_to_train(weights);
    optimizer->apply(weights, gradients);
    v += (g * g - v) * 0.5;
    z -= 0.1 * g / (std::sqrt(v / (1.0 - std::pow(0.5, t))) + 1e-8);
    x += (z - x) / t;
    const std::vector<float> trained = weights;
    EXPECT_NEAR(trained[0], 0.4 * z + 0.6 * x, 1e-6);
    optimizer->swap_to_eval(weights);
    EXPECT_NEAR(weights[0], x, 1e-6);
    optimizer->swap_to_train(weights);
    EXPECT_EQ(weights, trained);
    optimizer->swap_to_eval(weights);
  }
}

TEST(Averaging, ScheduleFreeJudgesTheAverageAndSavesIt) {
  const Noise data;
  Sequential model = line(ScheduleFreeAdamW({.learning_rate = 0.1}));
  for (int step = 0; step < 8; ++step) (void)model.train_on_batch(data.x, data.y.view());
  const float trained = kernel(model)[0];
  const Model loaded = Model::from_bytes(model.to_bytes());
  const float shown = kernel(model)[0];
  EXPECT_NE(trained, shown);
  EXPECT_EQ(loaded.get_weights()[0].values()[0], shown);
  (void)model.evaluate(data.x, data.y);
  EXPECT_EQ(kernel(model)[0], shown);
}

// loss (w . x)^2 with x = (1, 2, 2), |x| = 3: the gradient 2 (w . x) x points along x, so the worst weights within rho
// are w + rho x / 3 where w . x > 0, and the step is rate * 2 (w . x + 3 rho) x.
TEST(Sam, StepsByTheGradientOfTheWorstWeightsNearby) {
  Sequential model;
  model.add(Input({3})).add(Dense(1, {.use_bias = false}));
  model.compile({.optimizer = SAM({.optimizer = SGD({.learning_rate = 0.01}), .rho = 0.1}), .loss = "mse"});
  model.set_weights(std::vector<Tensor>{Tensor(Shape{3, 1}, std::vector<float>{1, -0.5F, 1})});
  const Tensor x(Shape{1, 3}, std::vector<float>{1, 2, 2});
  const Tensor y(Shape{1, 1});
  EXPECT_NEAR(model.train_on_batch(x, y.view()), 4.0, 1e-6);  // (1 - 1 + 2)^2, before the step
  const double size = 0.01 * 2.0 * (2.0 + 0.3);
  EXPECT_NEAR(kernel(model)[0], 1.0 - size, 1e-6);
  EXPECT_NEAR(kernel(model)[1], -0.5 - 2.0 * size, 1e-6);
  EXPECT_NEAR(kernel(model)[2], 1.0 - 2.0 * size, 1e-6);
}

TEST(Sam, MovingStatisticsSeeABatchOnce) {
  const Noise data;
  const auto means = [&](const Component& optimizer) {
    Sequential model({.seed = 2});
    model.add(Input({3})).add(Dense(2)).add(BatchNormalization()).add(Dense(1));
    model.compile({.optimizer = optimizer, .loss = "mse"});
    (void)model.train_on_batch(data.x, data.y.view());
    const auto values = model.layers()[2]->weights()[2].value.values();
    return std::vector<float>(values.begin(), values.end());
  };
  EXPECT_EQ(means(SAM({.optimizer = SGD(), .rho = 0.5})), means(SGD()));
}

}  // namespace
}  // namespace vernier::nn
