#include "vernier/importance/factor_analysis.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "vernier/importance/importance.hpp"
#include "vernier/math/distributions.hpp"
#include "vernier/math/orthogonal/choose_array.hpp"
#include "vernier/math/orthogonal/constructions.hpp"

namespace vernier {
namespace {

// A settled study over integer factors named A, B, C, ...
class SettledStudy {
 public:
  explicit SettledStudy(Direction direction = Direction::minimize) { objectives_[0].direction = direction; }
  SettledStudy(const std::vector<int>& levels, Direction direction) : SettledStudy(direction) {
    for (std::size_t j = 0; j < levels.size(); ++j) space_.add(name(j), Distribution::integer(1, levels[j]));
  }
  static std::string name(std::size_t factor) { return std::string(1, static_cast<char>('A' + factor)); }

  SearchSpace& space() { return space_; }
  void add(ParamMap params, double value) {
    auto record = std::make_shared<TrialRecord>();
    record->number = static_cast<TrialNumber>(settled_.size());
    record->state = std::isnan(value) ? TrialState::failed : TrialState::complete;
    if (!std::isnan(value)) record->values = {value};
    record->params = std::move(params);
    settled_.push_back(std::move(record));
  }
  void add_levels(const std::vector<int>& levels, double value) {
    ParamMap params;
    for (std::size_t j = 0; j < levels.size(); ++j) params[name(j)] = std::int64_t{levels[j]};
    add(std::move(params), value);
  }
  [[nodiscard]] History history() const {
    History view;
    view.space = &space_;
    view.objectives = objectives_;
    view.settled = settled_;
    view.next_trial = static_cast<TrialNumber>(settled_.size());
    return view;
  }

 private:
  SearchSpace space_;
  std::array<Objective, 1> objectives_;
  std::vector<std::shared_ptr<const TrialRecord>> settled_;
};

SettledStudy study_of(const OrthogonalArray& array, const std::vector<double>& values,
                      Direction direction = Direction::minimize) {
  SettledStudy study(array.levels, direction);
  for (int run = 0; run < array.runs; ++run) {
    std::vector<int> levels;
    for (int j = 0; j < array.factors(); ++j) levels.push_back(array.at(run, j) + 1);
    study.add_levels(levels, values[static_cast<std::size_t>(run)]);
  }
  return study;
}

// Yang and El-Haik: Design for Six Sigma (2003), example 13.14: three factors on columns 1, 2 and 4 of L9, yields
// 8 12 9 11 12 15 21 18 20, more is better; the printed analysis of variance and prediction.
SettledStudy six_sigma_example() {
  constexpr std::array<std::array<int, 3>, 9> rows = {
      {{1, 1, 1}, {1, 2, 2}, {1, 3, 3}, {2, 1, 3}, {2, 2, 1}, {2, 3, 2}, {3, 1, 2}, {3, 2, 3}, {3, 3, 1}}};
  constexpr std::array<double, 9> yields = {8, 12, 9, 11, 12, 15, 21, 18, 20};
  SettledStudy study({3, 3, 3}, Direction::maximize);
  for (std::size_t i = 0; i < 9; ++i) study.add_levels({rows[i][0], rows[i][1], rows[i][2]}, yields[i]);
  return study;
}

TEST(FactorAnalysis, ReproducesAPublishedL9) {
  const SettledStudy study = six_sigma_example();
  const FactorAnalysis analysis = analyse_factors(study.history(), {.pooling = ErrorPooling::never});
  ASSERT_EQ(analysis.factors.size(), 3U);
  EXPECT_TRUE(analysis.balanced);
  EXPECT_EQ(analysis.mean, 14);
  EXPECT_NEAR(analysis.total_squares, 180, 1e-9);
  EXPECT_NEAR(analysis.factors[0].sum_squares, 158, 5e-4);
  EXPECT_NEAR(analysis.factors[1].sum_squares, 2.667, 5e-4);
  EXPECT_NEAR(analysis.factors[2].sum_squares, 18.667, 5e-4);
  EXPECT_NEAR(analysis.error_squares, 0.667, 5e-4);
  EXPECT_EQ(analysis.error_freedom, 2);
  EXPECT_NEAR(*analysis.error_mean_square, 0.333, 5e-4);
  EXPECT_NEAR(analysis.factors[0].mean_square, 79, 5e-4);
  EXPECT_NEAR(100 * analysis.factors[0].share, 87.78, 5e-3);
  EXPECT_NEAR(100 * analysis.factors[2].share, 10.37, 5e-3);
  EXPECT_NEAR(100 * analysis.factors[1].share, 1.48, 5e-3);
  EXPECT_EQ(analysis.factors[0].rank, 1);
  EXPECT_EQ(analysis.factors[2].rank, 2);
  EXPECT_EQ(analysis.factors[1].rank, 3);
  EXPECT_NEAR(analysis.factors[0].range, 59.0 / 3 - 29.0 / 3, 1e-9);  // level sums 29, 38, 59
  // F and p of two and two degrees of freedom: p = 1 / (1 + F)
  EXPECT_NEAR(*analysis.factors[0].f, 237, 1e-6);
  EXPECT_NEAR(*analysis.factors[0].p, 1 / 238.0, 1e-9);
  EXPECT_EQ(analysis.optimum.at("A"), ParamValue{std::int64_t{3}});
}

TEST(FactorAnalysis, PredictsThePublishedOptimumWithTheSmallFactorPooled) {
  const SettledStudy study = six_sigma_example();
  const FactorAnalysis analysis = analyse_factors(study.history(), {.pooling = ErrorPooling::always});
  EXPECT_TRUE(analysis.factors[1].pooled);
  EXPECT_FALSE(analysis.factors[0].pooled);
  EXPECT_EQ(analysis.error_freedom, 4);
  EXPECT_NEAR(analysis.error_squares, 2.667 + 0.667, 1e-3);
  EXPECT_EQ(analysis.optimum.at("C"), ParamValue{std::int64_t{2}});
  EXPECT_NEAR(*analysis.predicted, 21.67, 5e-3);  // printed: 19.67 + 16 - 14
  // Taguchi's interval: sqrt(F(0.05; 1, 4) Ve (1 + 4) / 9)
  const double half = std::sqrt(f_upper_quantile(0.05, 1, 4) * analysis.error_squares / 4 * 5 / 9);
  EXPECT_NEAR(*analysis.high - *analysis.predicted, half, 1e-9);
  EXPECT_NEAR(*analysis.predicted - *analysis.low, half, 1e-9);
}

TEST(FactorAnalysis, ContributionsAddUpToAHundred) {
  Rng rng(5);
  std::vector<double> values;
  for (int i = 0; i < 27; ++i) values.push_back(rng.normal());
  const SettledStudy study = study_of(select_columns(rao_hamming(3, 3), {0, 1, 2, 3, 4, 5}), values);
  const FactorAnalysis analysis = analyse_factors(study.history());
  double sum = analysis.error_contribution;
  double shares = analysis.error_squares / analysis.total_squares;
  for (const FactorReport& factor : analysis.factors) {
    sum += factor.contribution;
    shares += factor.share;
  }
  EXPECT_NEAR(sum, 100, 1e-9);
  EXPECT_NEAR(shares, 1, 1e-9);
  EXPECT_EQ(analysis.error_freedom, 26 - 12);
}

TEST(FactorAnalysis, ASaturatedArrayIsPooledUpToHalf) {
  Rng rng(6);
  std::vector<double> values;
  for (int i = 0; i < 8; ++i) values.push_back(rng.normal());
  const SettledStudy study = study_of(rao_hamming(2, 3), values);
  const FactorAnalysis analysis = analyse_factors(study.history());
  EXPECT_EQ(analysis.error_freedom, 3);
  EXPECT_EQ(std::count_if(analysis.factors.begin(), analysis.factors.end(), [](const auto& f) { return f.pooled; }), 3);
  const FactorAnalysis bare = analyse_factors(study.history(), {.pooling = ErrorPooling::never});
  EXPECT_EQ(bare.error_freedom, 0);
  EXPECT_FALSE(bare.error_mean_square);
  EXPECT_FALSE(bare.factors[0].p);
  EXPECT_TRUE(bare.predicted);
  EXPECT_FALSE(bare.low);
}

TEST(FactorAnalysis, PValuesAreUniformUnderNoEffect) {
  Rng rng(7);
  const OrthogonalArray array = select_columns(addelman_kempthorne(3), {0, 2, 5});
  std::vector<double> p;
  for (int repetition = 0; repetition < 400; ++repetition) {
    std::vector<double> values;
    for (int i = 0; i < 18; ++i) values.push_back(rng.normal());
    p.push_back(*analyse_factors(study_of(array, values).history()).factors[1].p);
  }
  std::sort(p.begin(), p.end());
  double distance = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    distance = std::max(distance, std::abs(p[i] - (static_cast<double>(i) + 0.5) / 400));
  }
  EXPECT_LT(distance, 1.63 / std::sqrt(400.0));  // Kolmogorov's 1 % bound
}

TEST(FactorAnalysis, FindsAPlantedModelWithARunMissing) {
  Rng rng(8);
  const OrthogonalArray array = select_columns(bose(5), {0, 1, 2, 3});
  std::vector<double> values;
  for (int run = 0; run < 25; ++run) {
    values.push_back(3.0 * std::abs(array.at(run, 2) - 1) + 0.5 * array.at(run, 0) + 0.05 * rng.normal());
  }
  values[7] = std::nan("");
  const SettledStudy study = study_of(array, values);
  const FactorAnalysis analysis = analyse_factors(study.history());
  EXPECT_EQ(analysis.missing, 1);
  EXPECT_EQ(analysis.runs, 24);
  EXPECT_FALSE(analysis.balanced);
  EXPECT_EQ(analysis.factors[2].rank, 1);
  EXPECT_EQ(analysis.factors[0].rank, 2);
  EXPECT_NEAR(analysis.factors[2].range, 9, 0.2);
  EXPECT_LT(*analysis.factors[0].p, 1e-6);
  EXPECT_EQ(analysis.optimum.at("C"), ParamValue{std::int64_t{2}});
  EXPECT_EQ(analysis.optimum.at("A"), ParamValue{std::int64_t{1}});
  EXPECT_NEAR(*analysis.predicted, 0, 0.2);
  EXPECT_LT(*analysis.low, 0.1);
  EXPECT_GT(*analysis.high, -0.1);
}

TEST(FactorAnalysis, AConfirmationRunIsJudgedNotFitted) {
  Rng rng(9);
  const OrthogonalArray array = select_columns(bose(3), {0, 1});
  std::vector<double> values;
  for (int run = 0; run < 9; ++run) values.push_back(array.at(run, 0) + 2 * array.at(run, 1) + 0.1 * rng.normal());
  SettledStudy agreeing = study_of(array, values);
  agreeing.add_levels({1, 1}, 0.05);
  const FactorAnalysis good = analyse_factors(agreeing.history());
  EXPECT_EQ(good.runs, 9);
  EXPECT_TRUE(good.balanced);
  ASSERT_TRUE(good.confirmation);
  EXPECT_EQ(good.confirmation->trial, 9);
  EXPECT_EQ(good.confirmation->value, 0.05);
  EXPECT_NEAR(*good.confirmation->predicted, *good.predicted, 1e-12);
  EXPECT_EQ(good.confirmation->agrees, true);
  EXPECT_GT(*good.confirmation->high, *good.high);  // one new run scatters more than the mean
  SettledStudy contradicting = study_of(array, values);
  contradicting.add_levels({1, 1}, 3.0);
  EXPECT_EQ(analyse_factors(contradicting.history()).confirmation->agrees, false);
}

TEST(FactorAnalysis, IntervalsCoverTheTruthAsOftenAsTheySay) {
  Rng rng(10);
  const OrthogonalArray array = select_columns(addelman_kempthorne(3), {0, 1, 2});
  int covered = 0;
  for (int repetition = 0; repetition < 600; ++repetition) {
    std::vector<double> values;
    for (int run = 0; run < 18; ++run)
      values.push_back(100.0 * array.at(run, 0) + 100.0 * array.at(run, 1) + 100.0 * array.at(run, 2) + rng.normal());
    const FactorAnalysis analysis = analyse_factors(study_of(array, values).history(), {.confidence = 0.9});
    covered += *analysis.low <= 0 && 0 <= *analysis.high ? 1 : 0;
  }
  EXPECT_NEAR(covered / 600.0, 0.9, 0.045);  // 3.7 standard deviations
}

TEST(FactorAnalysis, SignalToNoiseOfRepeatedRuns) {
  SettledStudy study({2, 2}, Direction::minimize);
  for (const auto& [a, b, one, two] :
       std::vector<std::array<double, 4>>{{1, 1, 2, 2}, {1, 2, 1, 5}, {2, 1, 4, 4}, {2, 2, 3, 3}}) {
    study.add_levels({static_cast<int>(a), static_cast<int>(b)}, one);
    study.add_levels({static_cast<int>(a), static_cast<int>(b)}, two);
  }
  const FactorAnalysis analysis = analyse_factors(study.history(), {.response = FactorResponse::signal_to_noise});
  EXPECT_EQ(analysis.runs, 4);
  const double first = -10 * std::log10(4.0);
  const double second = -10 * std::log10(13.0);
  EXPECT_NEAR(analysis.factors[0].levels[0].mean, (first + second) / 2, 1e-9);
  EXPECT_EQ(analysis.factors[0].best, 0U);  // more dB is better though less of the value is
  EXPECT_NEAR(signal_to_noise(std::vector<double>{2, 4}, Direction::maximize), -10 * std::log10((0.25 + 0.0625) / 2),
              1e-12);
  EXPECT_NEAR(signal_to_noise_nominal(std::vector<double>{9, 11}), 10 * std::log10(100 / 2.0), 1e-12);
}

TEST(FactorAnalysis, ContinuousStudiesAreGrouped) {
  SettledStudy study;
  study.space()
      .add("strong", Distribution::real(0, 1))
      .add("weak", Distribution::real(1e-4, 1, true))
      .add("kind", Distribution::categorical({std::string{"p"}, std::string{"q"}}));
  Rng rng(11);
  for (int i = 0; i < 60; ++i) {
    const ParamMap params = *study.space().sample(rng);
    study.add(params, 4 * *as_number(params.at("strong")) + 0.2 * rng.normal());
  }
  const FactorAnalysis analysis = analyse_factors(study.history());
  EXPECT_TRUE(analysis.factors[0].grouped);
  EXPECT_EQ(analysis.factors[0].levels.size(), 5U);
  for (const LevelReport& level : analysis.factors[0].levels) EXPECT_EQ(level.count, 12);
  EXPECT_FALSE(analysis.factors[2].grouped);
  EXPECT_GT(analysis.factors[0].share, 0.7);
  EXPECT_LT(analysis.factors[1].share, 0.1);
  const auto importance = make_importance("main_effects")->evaluate(study.history(), Rng(0));
  ASSERT_EQ(importance.size(), 3U);
  EXPECT_EQ(importance[0].name, "strong");
  EXPECT_NEAR(importance[0].importance, analysis.factors[0].share, 0);
}

TEST(FactorAnalysis, InactiveIsALevelAndNeverTheOptimum) {
  SettledStudy study;
  study.space()
      .add("optimizer", Distribution::categorical({std::string{"adam"}, std::string{"sgd"}}))
      .add("momentum", Distribution::ordinal({0.0, 0.9}), "optimizer == 'sgd'");
  for (int i = 0; i < 4; ++i) {
    study.add({{"optimizer", std::string{"adam"}}}, 5.0 + 0.01 * i);
    study.add({{"optimizer", std::string{"sgd"}}, {"momentum", i % 2 == 0 ? 0.0 : 0.9}}, i % 2 == 0 ? 7.0 : 1.0);
  }
  const FactorAnalysis analysis = analyse_factors(study.history());
  EXPECT_EQ(analysis.factors[1].levels.back().label, "inactive");
  EXPECT_EQ(analysis.optimum, (ParamMap{{"optimizer", std::string{"sgd"}}, {"momentum", 0.9}}));
  EXPECT_NEAR(*analysis.predicted, 1.0, 0.05);
}

TEST(FactorAnalysis, ConstantParametersHaveNoImportance) {
  SettledStudy study({2, 2}, Direction::minimize);
  study.space().add("fixed", Distribution::categorical({std::string{"only"}}));
  for (int i = 0; i < 4; ++i) {
    study.add({{"A", std::int64_t{i % 2 + 1}}, {"B", std::int64_t{i / 2 + 1}}, {"fixed", std::string{"only"}}},
              1.0 + i % 2);
  }
  const auto importance = make_importance("main_effects")->evaluate(study.history(), Rng(0));
  ASSERT_EQ(importance.size(), 3U);
  EXPECT_EQ(importance[0].name, "A");
  EXPECT_NEAR(importance[0].importance, 1, 1e-12);
  EXPECT_NEAR(importance[1].importance, 0, 1e-12);
  EXPECT_EQ(importance[2].importance, 0);
  EXPECT_EQ(analyse_factors(study.history()).optimum.at("fixed"), ParamValue{std::string{"only"}});
}

TEST(FactorAnalysis, EqualResultsHaveNoEffects) {
  const SettledStudy study = study_of(select_columns(bose(3), {0, 1}), std::vector<double>(9, 0.1));
  const FactorAnalysis analysis = analyse_factors(study.history());
  EXPECT_NEAR(analysis.factors[0].share, 0, 1e-12);
  EXPECT_TRUE(std::isfinite(analysis.error_contribution));
}

TEST(FactorAnalysis, RefusesWhatCannotBeAnalysed) {
  SettledStudy study({2, 2}, Direction::minimize);
  study.add_levels({1, 1}, 1.0);
  EXPECT_THROW((void)analyse_factors(study.history()), InvalidState);
  study.add_levels({2, 1}, 2.0);
  EXPECT_NO_THROW((void)analyse_factors(study.history()));
  EXPECT_THROW((void)analyse_factors(study.history(), {.bins = 1}), InvalidArgument);
  EXPECT_THROW((void)analyse_factors(study.history(), {.objective = 1}), InvalidArgument);
  EXPECT_THROW((void)analyse_factors(study.history(), {.confidence = 1}), InvalidArgument);
  EXPECT_THROW((void)make_importance("main_efects"), InvalidArgument);
}

}  // namespace
}  // namespace vernier
