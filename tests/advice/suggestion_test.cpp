// The suggested experiment: what is replaced, what is narrowed, and that it reads as YAML.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/advice/small_data.hpp"
#include "vernier/advice/commented_yaml.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/advice/suggested_space.hpp"

namespace vernier::advice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(CommentedYaml, ReadsBackWithoutItsComments) {
  const Json json = Json::parse(R"({"data": {"path": "a b.csv", "target": "true", "n": [1, 2.5, null, true]},
    "model": [{"repeat": {"min": 1, "max": 3, "#": "two"}, "block": [{"dense": {"units": {"min": 16, "max": 64, "#": "how wide"},
      "activation": {"values": ["relu", "tanh"], "#": "which one, and why: a long reason that certainly does not fit into one line of this file"}}}]},
      "flatten", {"dense": 1}],
    "empty": {}, "text": "# no comment", "number": 1e-05, "x: y": [[1, 2], [3]], "unicode": "中文"})");
  const std::string text = commented_yaml(json);
  EXPECT_EQ(yaml_to_json(text, "test"), without_comments(json)) << text;
  EXPECT_THAT(text, HasSubstr("# how wide\n"));
  EXPECT_THAT(text, Not(HasSubstr("\"#\"")));
}

Json experiment() {
  return Json::parse(R"({
    "model": [{"dense": {"units": {"min": 16, "max": 256, "log": true}, "activation": {"values": ["relu", "tanh", "elu"]}}},
              {"dropout": {"rate": {"min": 0.0, "max": 0.5, "name": "dropout"}}}, {"dense": 1}],
    "compile": {"loss": "mse", "optimizer": {"choose": [
      {"adam": {"learning_rate": {"choose": [
         {"cosine_decay": {"initial_learning_rate": {"min": 1e-4, "max": 1e-2, "log": true, "name": "rate"}, "decay_epochs": 5}},
         {"constant": {"value": {"min": 1e-4, "max": 1e-2, "log": true, "name": "rate"}}}], "name": "schedule"}}},
      {"nadam": {"learning_rate": {"min": 1e-4, "max": 1e-2, "log": true, "name": "rate"}}},
      {"sgd": {"learning_rate": {"min": 1e-3, "max": 1.0, "log": true}}}]}},
    "fit": {"batch_size": {"values": [16, 32, 64]}, "epochs": 5},
    "objective": {"metric": "loss"}})");
}

Experiment read(const Json& json) { return experiment_from_json(without_comments(json), "test", {}); }

RateSearch found_rates() {
  RateSearch rates;
  rates.range_test = {.rates = {1e-3}, .losses = {1}, .smoothed = {1}};
  rates.trials = {{.rate = 1e-3, .losses = {1}, .mean = 1}};
  rates.best = 1e-3;
  rates.low = 1.26e-4;
  rates.high = 4e-3;
  return rates;
}

TEST(SuggestedSpace, RatesOfTheTriedOptimizerAndOfThoseThatShareItsParameter) {
  Json json = experiment();
  const Experiment before = read(json);
  suggest_rates(json, found_rates(), before.configure(typical_params(before.space)));
  const Experiment after = read(json);
  const Distribution& rate = after.space.find("rate")->distribution;
  EXPECT_DOUBLE_EQ(rate.low(), 1.3e-4);
  EXPECT_DOUBLE_EQ(rate.high(), 4e-3);
  EXPECT_DOUBLE_EQ(after.space.find("learning_rate")->distribution.high(), 1.0) << "sgd was not tried";
  EXPECT_THAT(commented_yaml(json), HasSubstr("Smith 2017"));

  // the rate follows the batch size: that of 64 is twice that of 16 under the square root
  ParamMap params = typical_params(after.space);
  const auto rate_of = [&](std::int64_t batch) {
    params["batch_size"] = batch;
    const Configuration configuration = after.configure(params);
    return configuration.compile["optimizer"]["adam"]["learning_rate"]["cosine_decay"]["initial_learning_rate"]
        .get<double>();
  };
  EXPECT_DOUBLE_EQ(rate_of(32), std::get<double>(params.at("rate")));
  EXPECT_NEAR(rate_of(64), 2 * rate_of(16), 1e-12);
}

TEST(SuggestedSpace, ARateThatNobodyTunedBecomesARange) {
  for (const char* optimizer :
       {R"("adam")", R"({"adam": {"learning_rate": 0.01}})", R"({"lookahead": {"optimizer": "adam"}})"}) {
    Json json = experiment();
    json["compile"]["optimizer"] = Json::parse(optimizer);
    const Experiment before = read(json);
    suggest_rates(json, found_rates(), before.configure(typical_params(before.space)));
    const Experiment after = read(json);
    ASSERT_NE(after.space.find("learning_rate"), nullptr) << optimizer;
    EXPECT_DOUBLE_EQ(after.space.find("learning_rate")->distribution.high(), 4e-3) << optimizer;
  }
}

TEST(SuggestedSpace, BatchSizesReachUpToTheNoiseScale) {
  NoiseScale noise;
  noise.scale = 130;
  EXPECT_THAT(suggested_batch_sizes(&noise, {}, 100'000), ElementsAre(16, 32, 64, 128));
  noise.scale = 1e6;
  EXPECT_THAT(suggested_batch_sizes(&noise, {}, 100'000), ElementsAre(128, 256, 512, 1024));
  EXPECT_THAT(suggested_batch_sizes(&noise, {}, 200), ElementsAre(8, 16)) << "an eighth of the rows";
  EXPECT_THAT(suggested_batch_sizes(nullptr, {}, 10), ElementsAre(1));
  // a size that generalises worse bounds them
  noise.scale = 512;
  BatchSizes measured;
  measured.rows = {{.batch_size = 16},
                   {.batch_size = 256, .losses = {}, .difference = PairedDifference{0.1, 0.05, 0.15}}};
  EXPECT_THAT(suggested_batch_sizes(&noise, measured, 100'000), ElementsAre(16, 32, 64, 128));
}

ScreenedValue moved(const char* name, ParamValue value, double unit, double low, double high) {
  return {.parameter = name,
          .value = std::move(value),
          .unit = unit,
          .losses = {},
          .difference = {(low + high) / 2, low, high},
          .share = (low + high) / 2};
}

TEST(SuggestedSpace, WhatWasWorseIsLeftOut) {
  Json json = experiment();
  const Experiment before = read(json);
  ParameterScreen screen;
  screen.middle = typical_params(before.space);
  screen.values = {
      moved("units", std::int64_t{22}, 0.125, 0.1, 0.2), moved("units", std::int64_t{181}, 0.875, -0.1, 0.1),
      moved("activation", "tanh", 0.5, 0.01, 0.02),      moved("activation", "elu", 0.83, -0.2, 0.2),
      moved("dropout", 0.06, 0.125, -0.2, -0.1),         moved("optimizer", "sgd", 0.83, 0.1, 0.3)};
  narrow_space(json, before.space, screen, nullptr);
  const Experiment after = read(json);
  EXPECT_NEAR(after.space.find("units")->distribution.low(), 16 * std::pow(16.0, 0.3), 1);
  EXPECT_EQ(after.space.find("units")->distribution.high(), 256);
  EXPECT_EQ(after.space.find("activation")->distribution.values(), (std::vector<ParamValue>{"relu", "elu"}));
  EXPECT_EQ(after.space.find("dropout")->distribution.low(), 0);
  EXPECT_NEAR(after.space.find("dropout")->distribution.high(), 0.3, 1e-9);
  EXPECT_EQ(after.space.find("optimizer")->distribution.values(), (std::vector<ParamValue>{"adam", "nadam"}));
  const std::string text = commented_yaml(json);
  EXPECT_THAT(text, HasSubstr("tanh by 0.015"));
  EXPECT_THAT(text, HasSubstr("no difference seen at 181"));
  EXPECT_THAT(text, HasSubstr("not tried"));
}

TEST(SuggestedSpace, ABetterAlternativeReplacesTheMiddle) {
  Json json = experiment();
  const Experiment before = read(json);
  ParameterScreen screen;
  screen.middle = typical_params(before.space);
  screen.values = {moved("activation", "tanh", 0.5, -0.02, -0.01), moved("activation", "elu", 0.83, 0.1, 0.2)};
  narrow_space(json, before.space, screen, nullptr);
  EXPECT_EQ(read(json).space.find("activation")->distribution.values(), (std::vector<ParamValue>{"tanh"}));
}

}  // namespace
}  // namespace vernier::advice
