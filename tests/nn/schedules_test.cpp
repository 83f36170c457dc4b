#include <gmock/gmock.h>

#include <cmath>

#include "tests/nn/golden.hpp"
#include "vernier/nn/schedules/cosine_decay.hpp"
#include "vernier/nn/schedules/cosine_decay_restarts.hpp"
#include "vernier/nn/schedules/exponential_decay.hpp"
#include "vernier/nn/schedules/inverse_time_decay.hpp"
#include "vernier/nn/schedules/one_cycle.hpp"
#include "vernier/nn/schedules/piecewise_constant_decay.hpp"
#include "vernier/nn/schedules/polynomial_decay.hpp"
#include "vernier/nn/schedules/schedule.hpp"
#include "vernier/nn/schedules/step_decay.hpp"
#include "vernier/nn/schedules/warmup.hpp"

namespace vernier::nn {
namespace {

TEST(Schedules, AgreeWithKeras) {
  for (const Json& golden : golden::load("schedules").at("cases")) {
    const auto schedule = make_schedule({golden.at("name"), golden.at("options")});
    const auto top = golden.at("options").value("initial_learning_rate", 0.1);
    for (std::size_t i = 0; i < golden.at("steps").size(); ++i) {
      const double expected = golden::number(golden.at("values")[i]);
      // 1e-5; the absolute part is for rates near 0, where Keras's float32 cosine has cancelled
      EXPECT_NEAR(schedule->at(golden.at("steps")[i].get<std::int64_t>()), expected, 1e-5 * expected + 1e-6 * top)
          << golden.at("case") << " step " << golden.at("steps")[i];
    }
  }
}

TEST(Schedules, EpochsAreTurnedIntoSteps) {
  const Component by_epochs[] = {
      ExponentialDecay({.initial_learning_rate = 0.1, .decay_epochs = 2.0, .decay_rate = 0.5}),
      InverseTimeDecay({.initial_learning_rate = 0.1, .decay_epochs = 2.0, .decay_rate = 0.5, .staircase = true}),
      PolynomialDecay({.initial_learning_rate = 0.1, .decay_epochs = 2.0, .power = 2.0}),
      CosineDecay({.initial_learning_rate = 0.1, .decay_epochs = 2.0, .warmup_target = 0.2, .warmup_epochs = 1.0}),
      CosineDecayRestarts({.initial_learning_rate = 0.1, .first_decay_epochs = 2.0}),
      PiecewiseConstantDecay({.boundaries_epochs = {1.0, 1.5}, .values = {0.1, 0.01, 0.001}}),
      OneCycle({.max_learning_rate = 0.1, .total_epochs = 2.0}),
      Warmup({.schedule = CosineDecay({.initial_learning_rate = 0.1, .decay_epochs = 2.0}), .warmup_epochs = 1.0}),
      OneCycle({.max_learning_rate = 0.1})};
  const Component by_steps[] = {
      ExponentialDecay({.initial_learning_rate = 0.1, .decay_steps = 14, .decay_rate = 0.5}),
      InverseTimeDecay({.initial_learning_rate = 0.1, .decay_steps = 14, .decay_rate = 0.5, .staircase = true}),
      PolynomialDecay({.initial_learning_rate = 0.1, .decay_steps = 14, .power = 2.0}),
      CosineDecay({.initial_learning_rate = 0.1, .decay_steps = 14, .warmup_target = 0.2, .warmup_steps = 7}),
      CosineDecayRestarts({.initial_learning_rate = 0.1, .first_decay_steps = 14}),
      PiecewiseConstantDecay({.boundaries = {7, 10}, .values = {0.1, 0.01, 0.001}}),
      OneCycle({.max_learning_rate = 0.1, .total_steps = 14}),
      Warmup({.schedule = CosineDecay({.initial_learning_rate = 0.1, .decay_steps = 14}), .warmup_steps = 7}),
      OneCycle({.max_learning_rate = 0.1, .total_steps = 70})};
  for (std::size_t k = 0; k < std::size(by_epochs); ++k) {
    const auto a = make_schedule(by_epochs[k]);
    const auto b = make_schedule(by_steps[k]);
    EXPECT_THROW((void)a->at(0), InvalidState) << by_epochs[k].name;  // the length of an epoch is not known yet
    a->prepare({.steps_per_epoch = 7, .epochs = 10});
    b->prepare({.steps_per_epoch = 7, .epochs = 10});
    for (std::int64_t step = 0; step < 40; ++step) EXPECT_EQ(a->at(step), b->at(step)) << by_epochs[k].name << step;
  }
}

TEST(Schedules, StepDecayDropsEveryFewEpochs) {
  const auto schedule = make_schedule(StepDecay({.initial_learning_rate = 0.1, .drop = 0.5, .epochs_drop = 10}));
  schedule->prepare({.steps_per_epoch = 3, .epochs = 100});
  for (std::int64_t step = 0; step < 300; ++step) {
    EXPECT_NEAR(schedule->at(step), 0.1 * std::pow(0.5, static_cast<double>(step / 3 / 10)), 1e-15) << step;
  }
}

TEST(Schedules, RestartsFallOnTheirSteps) {
  // waves of 3, 6, 12, ... steps begin at steps 0, 3, 9, 21, 45, ...; t_mul whose logarithm is not exact included
  for (const double t_mul : {2.0, 1.1, 1.5, 3.0, 10.0}) {
    const auto schedule =
        make_schedule(CosineDecayRestarts({.initial_learning_rate = 0.1, .first_decay_steps = 1000, .t_mul = t_mul}));
    double begin = 0.0;
    for (int wave = 0; wave < 12; ++wave) {
      const double length = 1000 * std::pow(t_mul, wave);
      if (begin == std::floor(begin)) {
        EXPECT_NEAR(schedule->at(static_cast<std::int64_t>(begin)), 0.1, 1e-9) << t_mul << " wave " << wave;
      }
      begin += length;
    }
  }
}

// torch.optim.lr_scheduler.OneCycleLR of PyTorch 2.15 with max_lr=0.5; after its last step PyTorch raises.
TEST(Schedules, OneCycleAgreesWithPyTorch) {
  const std::vector<double> expected[] = {
      {0.020000000000000018, 0.2111705568673679, 0.4801307123613087, 0.48987328391065077, 0.4422378623843152,
       0.36304352464876416, 0.2652913540437999, 0.16502901449364746, 0.07871625639975394, 0.020522771603145428, 2e-06},
      {0.125, 0.21993670886075947, 0.31487341772151894, 0.40981012658227844, 0.4959710743801653, 0.4153925619834711,
       0.33481404958677685, 0.2542355371900826, 0.17365702479338846, 0.09307851239669424, 0.012500000000000011},
      {0.4849232155038563, 0.3750005, 0.2065891292314451, 0.05849065526469865, 2e-06}};
  const Component cycles[] = {OneCycle({.max_learning_rate = 0.5, .total_steps = 11}),
                              OneCycle({.max_learning_rate = 0.5,
                                        .total_steps = 11,
                                        .pct_start = 0.45,
                                        .anneal_strategy = "linear",
                                        .div_factor = 4.0,
                                        .final_div_factor = 10.0}),
                              OneCycle({.max_learning_rate = 0.5, .total_steps = 5, .pct_start = 0.1})};
  for (std::size_t k = 0; k < std::size(cycles); ++k) {
    const auto schedule = make_schedule(cycles[k]);
    for (std::size_t step = 0; step < expected[k].size(); ++step) {
      EXPECT_NEAR(schedule->at(static_cast<std::int64_t>(step)), expected[k][step], 1e-14) << k << " step " << step;
    }
    EXPECT_NEAR(schedule->at(1000), expected[k].back(), 1e-14);
  }
}

TEST(Schedules, AWarmUpPrecedesAnySchedule) {
  const Component decay = ExponentialDecay({.initial_learning_rate = 0.8, .decay_steps = 1, .decay_rate = 0.5});
  const auto schedule = make_schedule(Warmup({.schedule = decay, .warmup_steps = 4, .initial_learning_rate = 0.4}));
  const double expected[] = {0.4, 0.5, 0.6, 0.7, 0.8, 0.4, 0.2, 0.1};
  for (std::int64_t step = 0; step < 8; ++step) EXPECT_NEAR(schedule->at(step), expected[step], 1e-15) << step;
  // as the warm-up that cosine_decay has of its own, which Keras's numbers hold
  const auto cosine = make_schedule(CosineDecay(
      {.initial_learning_rate = 0.001, .decay_steps = 15, .alpha = 0.1, .warmup_target = 0.1, .warmup_steps = 4}));
  const auto wrapped =
      make_schedule(Warmup({.schedule = CosineDecay({.initial_learning_rate = 0.1, .decay_steps = 15, .alpha = 0.1}),
                            .warmup_steps = 4,
                            .initial_learning_rate = 0.001}));
  for (std::int64_t step = 0; step < 30; ++step) EXPECT_NEAR(wrapped->at(step), cosine->at(step), 1e-15) << step;
}

std::string message(const Component& component) {
  try {
    (void)make_schedule(component);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return {};
}

TEST(Schedules, MistakesAreNamed) {
  using testing::HasSubstr;
  EXPECT_THAT(message(ExponentialDecay({.initial_learning_rate = 0.1})),
              HasSubstr("schedule 'exponential_decay': neither of decay_steps and decay_epochs is given"));
  EXPECT_THAT(message(CosineDecay({.initial_learning_rate = 0.1, .decay_steps = 3, .decay_epochs = 1.0})),
              HasSubstr("both of decay_steps and decay_epochs are given"));
  EXPECT_THAT(message(CosineDecay({.initial_learning_rate = 0.1, .decay_steps = 3, .warmup_steps = 2})),
              HasSubstr("warmup_target"));
  EXPECT_THAT(message(PiecewiseConstantDecay({.boundaries = {1, 2}, .values = {0.1, 0.2}})), HasSubstr("3 values"));
  EXPECT_THAT(message(PiecewiseConstantDecay({.boundaries = {2, 1}, .values = {0.1, 0.2, 0.3}})),
              HasSubstr("out of order"));
  EXPECT_THAT(message({"exponential_decay", {{"decay_steps", 3}}}), HasSubstr("initial_learning_rate"));
  EXPECT_THAT(message(Warmup({.schedule = 0.1})), HasSubstr("neither of warmup_steps and warmup_epochs"));
  EXPECT_THAT(message({"warmup", {{"warmup_steps", 2}}}), HasSubstr("schedule"));
  EXPECT_THAT(message(OneCycle({.max_learning_rate = 0.1, .total_steps = 5, .total_epochs = 1.0})),
              HasSubstr("both of total_steps and total_epochs"));
  EXPECT_THAT(message({"cosine", {}}), HasSubstr("unknown schedule 'cosine'"));
  EXPECT_TRUE(make_schedule(0.25)->constant());
  EXPECT_EQ(make_schedule(0.25)->at(1000), 0.25);
}

}  // namespace
}  // namespace vernier::nn
