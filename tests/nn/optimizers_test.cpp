#include <gmock/gmock.h>

#include <cmath>

#include "tests/nn/golden.hpp"
#include "vernier/nn/optimizers/adadelta.hpp"
#include "vernier/nn/optimizers/adafactor.hpp"
#include "vernier/nn/optimizers/adagrad.hpp"
#include "vernier/nn/optimizers/adam.hpp"
#include "vernier/nn/optimizers/adamax.hpp"
#include "vernier/nn/optimizers/adamw.hpp"
#include "vernier/nn/optimizers/ftrl.hpp"
#include "vernier/nn/optimizers/lamb.hpp"
#include "vernier/nn/optimizers/lion.hpp"
#include "vernier/nn/optimizers/lookahead.hpp"
#include "vernier/nn/optimizers/muon.hpp"
#include "vernier/nn/optimizers/nadam.hpp"
#include "vernier/nn/optimizers/rmsprop.hpp"
#include "vernier/nn/optimizers/schedule_free_adamw.hpp"
#include "vernier/nn/optimizers/sgd.hpp"
#include "vernier/nn/schedules/exponential_decay.hpp"

namespace vernier::nn {
namespace {

// Variables in one flat buffer, each begun at a multiple of 16 elements, as a model lays them out.
class Flat {
 public:
  explicit Flat(const std::vector<Tensor>& variables) {
    for (const Tensor& variable : variables) {
      ranges_.push_back({.begin = weights_.size(),
                         .size = static_cast<std::size_t>(variable.size()),
                         .shape = variable.shape(),
                         .name = "dense/kernel"});
      weights_.insert(weights_.end(), variable.values().begin(), variable.values().end());
      weights_.resize((weights_.size() + 15) / 16 * 16, 0.0F);
    }
    gradients_.resize(weights_.size(), 0.0F);
  }
  void step(Optimizer& optimizer, const std::vector<Tensor>& gradients) {
    for (std::size_t k = 0; k < ranges_.size(); ++k) {
      std::ranges::copy(gradients[k].values(), gradients_.begin() + static_cast<std::ptrdiff_t>(ranges_[k].begin));
    }
    optimizer.apply(weights_, gradients_);
  }
  void finish(Optimizer& optimizer) { optimizer.finish(weights_); }
  std::span<const float> variable(std::size_t k) const {
    return std::span<const float>(weights_).subspan(ranges_[k].begin, ranges_[k].size);
  }
  void expect_empty_gaps(const std::string& label) const {
    std::vector<float> rest = weights_;
    for (const VariableRange& range : ranges_)
      std::fill_n(rest.begin() + static_cast<std::ptrdiff_t>(range.begin), range.size, 0.0F);
    EXPECT_EQ(rest, std::vector<float>(rest.size(), 0.0F)) << label;
  }
  std::span<const VariableRange> ranges() const { return ranges_; }
  std::size_t size() const { return weights_.size(); }

 private:
  std::vector<float> weights_;
  std::vector<float> gradients_;
  std::vector<VariableRange> ranges_;
};

// A trajectory is followed to 1e-5 of its scale: the largest start value. An element that passes near 0 on its way is
// the difference of two larger numbers and has no relative accuracy of its own in float32.
void follow(const Json& golden, double relative, std::optional<double> absolute = std::nullopt) {
  const std::string label = golden.at("case");
  const auto optimizer = make_optimizer({golden.at("name"), golden.at("options")});
  const std::vector<Tensor> start = golden::tensors(golden.at("variables"));
  Flat flat(start);
  optimizer->build(flat.ranges(), flat.size());
  float scale = 0.0F;
  for (const Tensor& variable : start) {
    for (const float value : variable.values()) scale = std::max(scale, std::abs(value));
  }
  for (std::size_t step = 0; step < golden.at("gradients").size(); ++step) {
    flat.step(*optimizer, golden::tensors(golden.at("gradients")[step]));
    const std::vector<Tensor> expected = golden::tensors(golden.at("trajectory")[step]);
    for (std::size_t k = 0; k < expected.size(); ++k) {
      for (const float value : expected[k].values()) scale = std::max(scale, std::abs(value));
      golden::expect_close(flat.variable(k), expected[k].values(), relative, absolute.value_or(relative * scale),
                           label + " step " + std::to_string(step));
    }
  }
  flat.expect_empty_gaps(label);
  if (!golden.contains("average")) return;
  flat.finish(*optimizer);
  const std::vector<Tensor> average = golden::tensors(golden.at("average"));
  for (std::size_t k = 0; k < average.size(); ++k) {
    golden::expect_close(flat.variable(k), average[k].values(), relative, relative * scale, label + " average");
  }
}

TEST(Optimizers, FollowTwentyStepsOfKeras) {
  for (const char* family : {"optimizers", "elementwise_optimizers", "matrix_optimizers", "averaging"}) {
    for (const Json& golden : golden::load(family).at("cases")) follow(golden, 1e-5);
  }
}

TEST(Optimizers, FollowKerasUnderEverySchedule) {
  for (const Json& golden : golden::load("schedules").at("trajectories")) follow(golden, 1e-5);
}

TEST(Optimizers, GiveTheAnswersOfKerasOwnTests) {
  for (const Json& golden : golden::load("optimizer_numbers").at("cases")) {
    if (optimizers().find(golden.at("name").get<std::string>()) == nullptr) continue;
    const Json& tolerance = golden.at("tolerance");
    follow(golden, tolerance.at("rtol"), tolerance.at("atol"));
  }
}

// One weight that begins at 1; the gradient of each step.
std::vector<double> walk(const Component& component, const std::vector<float>& gradients) {
  const auto optimizer = make_optimizer(component);
  const VariableRange range{0, 1};
  optimizer->build({&range, 1}, 16);
  std::vector<float> weights(16);
  weights[0] = 1.0F;
  std::vector<double> path;
  for (const float gradient : gradients) {
    std::vector<float> flat(16);
    flat[0] = gradient;
    optimizer->apply(weights, flat);
    path.push_back(double{weights[0]});
  }
  return path;
}

// Derived from the formulas in double precision. Epsilon in another place gives .9975 for the first and .98939 for the
// second; a float32 weight near 1 is exact to 6e-8.
TEST(Optimizers, EpsilonStandsWhereKerasHasIt) {
  const std::vector<double> adam = walk(Adam(), {1e-7F, 1e-7F, 1e-7F, 1e-7F, 1e-7F});
  const double expected[] = {.9999693465699683, .9999265498414959, .9998746464159717, .9998152048773519,
                             0.999749225647535};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(adam[i], expected[i], 2e-7) << i;
  EXPECT_NEAR(walk(RMSprop(), {1e-4F, 1e-4F, 1e-4F, 1e-4F, 1e-4F}).back(), 0.9984391760849183, 4e-7);
  const std::vector<double> amsgrad = walk(Adam({.amsgrad = true}), {.01F, .1F, .1F, .1F, .1F});
  const double expected_amsgrad[] = {.9990003161277976, .9981932537700048, .9973004394824108, .9963678357895224,
                                     .9954124606333631};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(amsgrad[i], expected_amsgrad[i], 3e-7) << i;
}

TEST(Optimizers, AmsgradKeepsTheLargestMeanOfSquares) {
  // after a gradient of 1 comes one of 0: the mean of squares falls, its largest value does not
  const Component adam = Adam({.learning_rate = 0.1, .beta_1 = 0.0, .beta_2 = 0.5, .amsgrad = true});
  // step 2: rate * sqrt(1 - .25) * m / sqrt(largest v), m = g = .1, largest v = .5 (plain v = .25 + .005)
  EXPECT_NEAR(walk(adam, {1.0F, 0.1F}).back(), 0.9 - 0.1 * std::sqrt(0.75) * 0.1 / (std::sqrt(0.5) + 1e-7), 1e-7);
}

TEST(Optimizers, ScheduleIsReadBeforeTheStepIsCounted) {
  const Component half = ExponentialDecay({.initial_learning_rate = 0.5, .decay_steps = 1, .decay_rate = 0.5});
  EXPECT_THAT(walk(SGD({.learning_rate = half}), {1.0F, 1.0F, 1.0F}), testing::ElementsAre(0.5, 0.25, 0.125));
}

TEST(Optimizers, OnlyANumberCanBeSetAsTheRate) {
  const auto plain = make_optimizer(SGD({.learning_rate = 0.5}));
  plain->set_learning_rate(0.25);
  EXPECT_EQ(plain->learning_rate(), 0.25);
  const auto scheduled = make_optimizer(
      SGD({.learning_rate = ExponentialDecay({.initial_learning_rate = 0.5, .decay_steps = 1, .decay_rate = 0.5})}));
  EXPECT_THROW(scheduled->set_learning_rate(0.25), InvalidState);
}

TEST(Optimizers, GlobalNormSpansTheVariables) {
  // gradients (3) and (4): their common norm is 5, so a limit of 1 leaves .6 and .8
  const auto optimizer = make_optimizer(SGD({.learning_rate = 1.0, .global_clipnorm = 1.0}));
  Flat flat({Tensor(Shape{1}), Tensor(Shape{1})});
  optimizer->build(flat.ranges(), flat.size());
  flat.step(*optimizer, {Tensor(Shape{1}, std::vector<float>{3}), Tensor(Shape{1}, std::vector<float>{4})});
  EXPECT_FLOAT_EQ(flat.variable(0)[0], -0.6F);
  EXPECT_FLOAT_EQ(flat.variable(1)[0], -0.8F);
}

TEST(Optimizers, LookaheadReturnsToSlowWeights) {
  // from 1 by steps of .5: .5, 0 -> halfway back: .5; then 0, -.5 -> halfway back from -.5 to .5: 0
  const Component slow = Lookahead({.optimizer = SGD({.learning_rate = 0.5}), .k = 2, .alpha = 0.5});
  EXPECT_THAT(walk(slow, {1.0F, 1.0F, 1.0F, 1.0F}), testing::ElementsAre(0.5, 0.5, 0.0, 0.0));
}

// A matrix of Muon's leaves a step whose singular values are about 1 (the five iterations leave them between .68 and
// 1.14); what is excluded leaves Adam's first step, the sign of the gradient.
TEST(Optimizers, MuonLeavesEmbeddingsAndExcludedLayersToAdam) {
  const auto step_of = [](const std::string& name) {
    const auto optimizer = make_optimizer(Muon({.learning_rate = 1.0,
                                                .adam_weight_decay = std::nullopt,
                                                .exclude_layers = {"^head/"},
                                                .rms_rate = std::nullopt,
                                                .weight_decay = std::nullopt}));
    const VariableRange range{.begin = 0, .size = 4, .shape = {2, 2}, .name = name};
    optimizer->build({&range, 1}, 16);
    std::vector<float> weights(16);
    std::vector<float> gradients(16);
    std::ranges::copy(std::vector<float>{3, 1, -1, 0.5F}, gradients.begin());
    optimizer->apply(weights, gradients);
    return std::vector<double>{-weights[0], -weights[1], -weights[2], -weights[3]};
  };
  const std::vector<double> step = step_of("dense/kernel");
  const double squares = step[0] * step[0] + step[1] * step[1] + step[2] * step[2] + step[3] * step[3];
  const double determinant = step[0] * step[3] - step[1] * step[2];
  const double spread = std::sqrt(std::max(squares * squares / 4 - determinant * determinant, 0.0));
  EXPECT_LT(std::sqrt(squares / 2 + spread), 1.14);
  EXPECT_GT(std::sqrt(squares / 2 - spread), 0.68);
  using testing::DoubleNear;  // 1 - 0.999 in float32 is exact to 2e-5
  const auto signs =
      testing::ElementsAre(DoubleNear(1, 1e-4), DoubleNear(1, 1e-4), DoubleNear(-1, 1e-4), DoubleNear(1, 1e-4));
  EXPECT_THAT(step_of("words/Embeddings"), signs);
  EXPECT_THAT(step_of("head/kernel"), signs);
}

TEST(Optimizers, DivergedGradientsAreNotClippedIntoNumbers) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_TRUE(std::isnan(walk(SGD({.clipnorm = 1.0}), {infinity}).back()));
  EXPECT_TRUE(std::isnan(walk(SGD({.global_clipnorm = 1.0}), {infinity}).back()));
  EXPECT_TRUE(std::isnan(walk(SGD({.clipvalue = 1.0}), {std::nanf("")}).back()));
}

TEST(Optimizers, GoOnFromTheirStateBitForBit) {
  const Component all[] = {SGD({.momentum = 0.9, .nesterov = true}),
                           Adam({.amsgrad = true}),
                           AdamW(),
                           RMSprop({.momentum = 0.5, .centered = true}),
                           Adagrad(),
                           Nadam(),
                           Adamax(),
                           Adadelta(),
                           Ftrl(),
                           Lion(),
                           Lamb(),
                           Adafactor(),
                           Muon(),
                           ScheduleFreeAdamW({.weight_decay = 0.1}),
                           Adam({.use_ema = true, .gradient_accumulation_steps = 3}),
                           Lookahead({.optimizer = RMSprop(), .k = 3})};
  for (const Component& component : all) {
    const std::vector<Tensor> start{Tensor(Shape{2, 2}, std::vector<float>{1, -2, 3, -4}),
                                    Tensor(Shape{3}, std::vector<float>{1, -2, 3})};
    const auto gradient = [](int step) {
      const float moving = 0.1F * static_cast<float>(step);
      return std::vector<Tensor>{Tensor(Shape{2, 2}, std::vector<float>{moving, 0.2F, 0.1F, -moving}),
                                 Tensor(Shape{3}, std::vector<float>{0.3F, moving, -1})};
    };
    const auto first = make_optimizer(component);
    Flat flat(start);
    first->build(flat.ranges(), flat.size());
    for (int step = 0; step < 4; ++step) flat.step(*first, gradient(step));
    const auto second = make_optimizer(component);
    Flat copy = flat;
    second->build(copy.ranges(), copy.size());
    second->restore(first->state());
    ASSERT_EQ(second->slots().size(), first->slots().size());
    for (std::size_t k = 0; k < first->slots().size(); ++k) second->slots()[k] = first->slots()[k];
    for (int step = 4; step < 8; ++step) {
      flat.step(*first, gradient(step));
      copy.step(*second, gradient(step));
    }
    for (const std::size_t k : {0U, 1U}) {
      EXPECT_TRUE(std::ranges::equal(flat.variable(k), copy.variable(k))) << component.name;
    }
    EXPECT_EQ(second->iterations(), 8);
  }
}

TEST(Optimizers, MistakesAreNamed) {
  EXPECT_THROW((void)make_optimizer(Adam({.clipnorm = 1.0, .clipvalue = 1.0})), InvalidArgument);
  EXPECT_THROW((void)make_optimizer(Adam({.beta_1 = 1.5})), InvalidArgument);
  EXPECT_THROW((void)make_optimizer("adma"), InvalidArgument);
  EXPECT_THROW((void)make_optimizer("lookahead"), InvalidArgument);
  EXPECT_THROW((void)make_optimizer(Lookahead({.optimizer = Lookahead({.optimizer = Adam()})})), InvalidArgument);
  EXPECT_THROW((void)make_optimizer(ScheduleFreeAdamW({.use_ema = true})), InvalidArgument);
  EXPECT_THROW((void)make_optimizer(Muon({.exclude_layers = {"("}})), InvalidArgument);
  EXPECT_THROW((void)make_optimizer(Ftrl({.initial_accumulator_value = 0.0})), InvalidArgument);
  EXPECT_THROW((void)make_optimizer(Adam({.gradient_accumulation_steps = 1})), InvalidArgument);
  EXPECT_EQ(options_from_json<AdamWOptions>(Json::object(), "").weight_decay, 0.004);
  EXPECT_EQ(options_from_json<SgdOptions>(Json::object(), "").learning_rate, Component(0.01));
}

}  // namespace
}  // namespace vernier::nn
