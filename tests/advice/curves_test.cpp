// Learning curves of known shape.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/advice/curve_reading.hpp"

namespace vernier::advice {
namespace {

using testing::HasSubstr;

template <class Function>
std::vector<double> curve(int epochs, Function loss) {
  std::vector<double> values;
  for (int epoch = 0; epoch < epochs; ++epoch) values.push_back(loss(static_cast<double>(epoch)));
  return values;
}

Fit fit_of(std::vector<double> training, std::vector<double> validation, std::optional<double> baseline = {}) {
  return read_curves({std::move(training), std::move(validation), baseline}).fit;
}

double falling(double epoch) { return 0.1 + std::exp(-epoch / 5); }

TEST(CurveReading, OverfittingFallsInTrainingAndRisesInValidation) {
  const auto validation = [](double epoch) { return 0.3 + std::exp(-epoch / 3) + 0.03 * std::max(0.0, epoch - 10); };
  const CurveReading reading = read_curves({curve(40, falling), curve(40, validation)});
  EXPECT_EQ(reading.fit, Fit::overfitting);
  EXPECT_EQ(reading.best_epoch, 10U);
  const double least = 0.3 + std::exp(-10.0 / 3);
  EXPECT_NEAR(reading.generalisation_loss, (validation(39) - least) / least, 1e-12);
  EXPECT_THAT(reading.finding().change, HasSubstr("dropout"));
  EXPECT_THAT(reading.finding().evidence, HasSubstr("at epoch 11 of 40"));
}

TEST(CurveReading, OfATrainingThatIsCutShort) {
  const auto slow = [](double epoch) { return std::exp(-epoch / 30); };
  EXPECT_EQ(fit_of(curve(20, slow), curve(20, [&](double epoch) { return slow(epoch) + 0.05; })), Fit::unfinished);
  EXPECT_EQ(fit_of(curve(20, slow), {}), Fit::unfinished);
}

TEST(CurveReading, ALossOfNearlyNothingNeedsNoMoreEpochs) {
  const auto vanishing = [](double epoch) { return std::exp(-epoch); };
  EXPECT_EQ(fit_of(curve(20, vanishing), {}, 1.0), Fit::fitting);
  EXPECT_EQ(fit_of(curve(3, vanishing), {}, 1.0), Fit::unfinished);
}

TEST(CurveReading, OfAFlatEndNearAndFarFromTheTrainingLoss) {
  const auto near = [](double epoch) { return falling(epoch) + 0.01; };
  EXPECT_EQ(fit_of(curve(60, falling), curve(60, near)), Fit::fitting);
  const auto far = [](double epoch) { return 0.2 + std::exp(-epoch / 5); };
  EXPECT_EQ(fit_of(curve(60, falling), curve(60, far)), Fit::gap);
}

TEST(CurveReading, OfNothingLearned) {
  const auto flat = [](double) { return 0.693; };
  EXPECT_EQ(fit_of(curve(20, flat), curve(20, flat), 0.6931), Fit::unlearned);
  // learned by heart: training falls, validation never beats a constant
  const auto rising = [](double epoch) { return 0.7 + 0.05 * epoch; };
  EXPECT_EQ(fit_of(curve(20, falling), curve(20, rising), 0.6931), Fit::overfitting);
}

TEST(CurveReading, OfDivergence) {
  EXPECT_EQ(fit_of({1, NAN}, {1, NAN}), Fit::diverged);
  EXPECT_EQ(fit_of({1, 5, 50}, {1, 5, 50}), Fit::diverged);
  EXPECT_THAT(read_curves({{1, 5, 50}, {}}).finding().change, HasSubstr("a lower learning rate"));
}

TEST(CurveReading, WithoutValidationSaysWhatIsMissing) {
  const CurveReading reading = read_curves({curve(60, falling), {}});
  EXPECT_EQ(reading.fit, Fit::fitting);
  EXPECT_THAT(reading.finding().change, HasSubstr("validation_split"));
}

TEST(CurveReading, OfOneEpoch) {
  EXPECT_EQ(read_curves({{1.0}, {1.1}}).best_epoch, 0U);
  EXPECT_NO_THROW((void)read_curves({{0.0}, {0.0}}).to_json());
}

}  // namespace
}  // namespace vernier::advice
