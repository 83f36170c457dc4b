// Everything together, on small and on awkward data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/advice/small_data.hpp"
#include "vernier/advice/advice.hpp"
#include "vernier/advice/commented_yaml.hpp"

namespace vernier::advice {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// A plan of an experiment on a task that was made by hand.
tune::Plan plan_of(const std::string& csv, double split, const char* yaml) {
  tune::Plan plan;
  plan.task = std::make_shared<const tune::TrainingTask>(task_of(csv, split));
  plan.experiment = experiment_from_json(yaml_to_json(yaml, "test"), "test", {});
  return plan;
}

constexpr const char* tuned = R"(
model:
  - dense: {units: {min: 4, max: 16}, activation: {values: [relu, tanh]}}
  - dense: 1
compile: {optimizer: {adam: {learning_rate: {min: 1.0e-4, max: 1.0e-1, log: true}}}, loss: mse}
fit: {batch_size: {values: [8, 16, 32]}, epochs: 10}
objective: {metric: loss}
)";

Json without_times(Json json) {
  json.erase("seconds");
  for (Json& row : json["batch_sizes"]["sizes"]) row.erase("seconds_per_epoch");
  return json;
}

TEST(Advice, RepeatsAndSuggestsAnExperiment) {
  const tune::Plan plan = plan_of(orthogonal_table(20, 0.5), 0.2, tuned);
  std::vector<std::string> parts;
  const Advice advice =
      advise(plan, {.seed = 3, .effort = 0.05}, {.on_part = [&](std::string_view part) { parts.emplace_back(part); }});
  EXPECT_EQ(parts.size(), 6U);
  EXPECT_EQ(without_times(advice.to_json()), without_times(advise(plan, {.seed = 3, .effort = 0.05}).to_json()));
  ASSERT_TRUE(advice.rates.found());
  ASSERT_TRUE(advice.curves.has_value());
  EXPECT_NEAR(*advice.curves->curves.baseline, 1, 0.05) << "the variance of a scaled target";
  const Experiment suggested = experiment_from_json(yaml_to_json(advice.yaml(), "advice"), "advice", {});
  EXPECT_LE(suggested.space.find("learning_rate")->distribution.high() /
                suggested.space.find("learning_rate")->distribution.low(),
            40);
  EXPECT_NE(suggested.space.find("units"), nullptr);
}

TEST(Advice, OfTenRowsWithoutValidationSaysWhatIsMissing) {
  const tune::Plan plan =
      plan_of("a,y\n1.0,2.1\n2.0,3.9\n3.0,6.2\n4.0,7.8\n5.0,10.1\n6.0,12.2\n7.0,13.8\n8.0,16.1\n9.0,18.2\n10.0,19.7\n",
              0, tuned);
  const Advice advice = advise(plan, {.effort = 0.02});
  EXPECT_THAT(advice.missing, Contains(HasSubstr("no validation rows")));
  EXPECT_THAT(advice.missing, Contains(HasSubstr("10 training rows")));
  EXPECT_THAT(advice.missing, Contains(HasSubstr("at least 16 training rows")));
  EXPECT_FALSE(advice.noise.has_value());
  EXPECT_TRUE(advice.curves->curves.validation.empty());
  EXPECT_NO_THROW((void)experiment_from_json(yaml_to_json(advice.yaml(), "advice"), "advice", {}));
}

TEST(Advice, OfAnExperimentWithoutParameters) {
  const tune::Plan plan = plan_of(orthogonal_table(20, 0.5), 0.2,
                                  "model: [{dense: 4}, {dense: 1}]\n"
                                  "compile: {optimizer: sgd, loss: mse}\n"
                                  "fit: {batch_size: 16, epochs: 3}\n"
                                  "objective: {metric: loss}\n");
  const Advice advice = advise(plan, {.effort = 0.02});
  EXPECT_TRUE(advice.params.empty());
  const Experiment suggested = experiment_from_json(yaml_to_json(advice.yaml(), "advice"), "advice", {});
  EXPECT_NE(suggested.space.find("learning_rate"), nullptr);
}

TEST(Advice, WhereEveryRateDiverges) {
  // the first layer alone overflows
  const tune::Plan plan = plan_of(orthogonal_table(20, 0.5), 0.2,
                                  "model: [{dense: {units: 4, kernel_initializer: {constant: {value: 1.0e38}}}}, "
                                  "{dense: {units: 1, kernel_initializer: {constant: {value: 1.0e38}}}}]\n"
                                  "compile: {optimizer: sgd, loss: mse}\n"
                                  "fit: {batch_size: 16, epochs: 3}\n"
                                  "objective: {metric: loss}\n");
  const Advice advice = advise(plan, {.effort = 0.02});
  EXPECT_FALSE(advice.rates.found());
  EXPECT_THAT(advice.missing, Contains(HasSubstr("every learning rate that was tried diverged")));
  ASSERT_FALSE(advice.layers.findings().empty());
  EXPECT_THAT(advice.layers.findings()[0].says, HasSubstr("not finite before any training"));
  EXPECT_NO_THROW((void)advice.to_json().dump());
}

TEST(Advice, EveryOptimizerOfTheCatalogue) {
  const tune::TrainingTask task = task_of(orthogonal_table(20, 0.5), 0.2);
  for (const nn::OptimizerInfo* info : nn::builtin_optimizer_table()) {
    Configuration configuration = linear_regression(16, 0.1);
    const bool wraps = info->options.find("optimizer") != nullptr;
    configuration.compile["optimizer"] = {{info->name, wraps ? Json{{"optimizer", "sgd"}} : Json::object()}};
    const RateSearch search =
        search_rates(task, configuration, 1, {.range_test = {.steps = 60, .seeds = 1}, .steps = 20, .seeds = 1});
    EXPECT_TRUE(search.found()) << info->name;
  }
}

TEST(Advice, AStopEndsIt) {
  const tune::Plan plan = plan_of(orthogonal_table(20, 0.5), 0.2, tuned);
  std::stop_source source;
  source.request_stop();
  const Advice advice = advise(plan, {}, {.stop = source.get_token()});
  EXPECT_FALSE(advice.rates.found());
  EXPECT_EQ(advice.yaml(), "");
  EXPECT_THROW((void)advise(plan, {.effort = 0}), InvalidArgument);
}

}  // namespace
}  // namespace vernier::advice
