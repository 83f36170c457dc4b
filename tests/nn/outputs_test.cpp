// Models of several outputs: whole runs against Keras, gradients against arithmetic, files, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/nn/golden.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<ConstView> views(const std::vector<Tensor>& tensors) {
  std::vector<ConstView> all;
  for (const Tensor& tensor : tensors) all.push_back(tensor.view());
  return all;
}

void expect_logs(const Json& names, const History& history, const Json& truth, double tolerance) {
  EXPECT_EQ(Json(history.names()), names);
  for (const auto& [name, values] : truth.items()) {
    ASSERT_TRUE(history.contains(name)) << name;
    ASSERT_EQ(history.at(name).size(), values.size()) << name;
    for (std::size_t epoch = 0; epoch < values.size(); ++epoch) {
      EXPECT_NEAR(history.at(name)[epoch], golden::number(values[epoch]), tolerance) << name << " of epoch " << epoch;
    }
  }
}

class OutputsGolden : public testing::TestWithParam<golden::Case> {};

TEST_P(OutputsGolden, TrainsJudgesAndPredictsAsKeras) {
  const Json& entry = GetParam().json;
  Model model = Model::from_config(entry.at("graph"));
  model.build();
  model.set_weights(golden::tensors(entry.at("initial_weights")));
  model.compile(options_from_json<CompileOptions>(entry.at("compile"), "compile"));
  const std::vector<Tensor> x = golden::tensors(entry.at("x"));
  const std::vector<Tensor> y = golden::tensors(entry.at("y"));
  const Tensor weights = entry.at("sample_weight").is_null() ? Tensor() : golden::tensor(entry.at("sample_weight"));
  const Inputs inputs(views(x));
  const Targets targets(views(y));
  const auto batch_size = entry.at("batch_size").get<Index>();
  FitOptions options{.batch_size = batch_size,
                     .epochs = entry.at("epochs").get<std::int64_t>(),
                     .validation_split = entry.at("validation_split").get<double>(),
                     .shuffle = false};
  if (!weights.empty()) options.sample_weight = weights.values();
  expect_logs(entry.at("names"), model.fit(inputs, targets, options), entry.at("history"), 1e-5);
  golden::expect_weights(model, entry.at("final_weights"), 1e-5);
  const Logs logs = model.evaluate(inputs, targets, {.batch_size = batch_size});
  EXPECT_EQ(logs.items().size(), entry.at("evaluation").size());
  for (const auto& [name, value] : logs.items()) {
    EXPECT_NEAR(value, golden::number(entry.at("evaluation").at(name)), 1e-5) << name;
  }
  const std::vector<Tensor> predictions = model.predict_outputs(inputs, batch_size);
  ASSERT_EQ(predictions.size(), entry.at("predictions").size());
  for (std::size_t k = 0; k < predictions.size(); ++k) {
    golden::expect_close_to_scale(predictions[k].values(), golden::tensor(entry.at("predictions")[k]), 1e-5,
                                  fmt::format("output {}", k));
  }
  Model loaded = Model::from_bytes(model.to_bytes());
  EXPECT_EQ(loaded.to_config(), model.to_config());
  EXPECT_EQ(loaded.evaluate(inputs, targets, {.batch_size = batch_size}).items(), logs.items());
}

INSTANTIATE_TEST_SUITE_P(Keras, OutputsGolden, testing::ValuesIn(golden::cases("outputs")), golden::case_name);

// the connections are those that Keras prints for this model, one a line
TEST(Outputs, TheSummaryOfAGraphShowsEveryCall) {
  Model model = Model::from_config(golden::load("outputs").at("cases")[0].at("graph"));
  model.build();
  const std::string text = model.summary();
  const auto shown = text.substr(0, text.find(" Total"));
  EXPECT_EQ(shown, R"(Model: "model"
┌──────────────────────┬──────────────┬─────────┬───────────────┐
│ Layer (type)         │ Output Shape │ Param # │ Connected to  │
├──────────────────────┼──────────────┼─────────┼───────────────┤
│ left (input)         │ (None, 5)    │       0 │ -             │
│ right (input)        │ (None, 5)    │       0 │ -             │
│ shared (dense)       │ (None, 4)    │      24 │ left[0][0],   │
│                      │              │         │ right[0][0]   │
│ joined (concatenate) │ (None, 8)    │       0 │ shared[0][0], │
│                      │              │         │ shared[1][0]  │
│ middle (dense)       │ (None, 8)    │      72 │ joined[0][0]  │
│ skip (add)           │ (None, 8)    │       0 │ middle[0][0], │
│                      │              │         │ joined[0][0]  │
│ kind (dense)         │ (None, 3)    │      27 │ skip[0][0]    │
│ told (concatenate)   │ (None, 11)   │       0 │ kind[0][0],   │
│                      │              │         │ skip[0][0]    │
│ price (dense)        │ (None, 1)    │      12 │ told[0][0]    │
└──────────────────────┴──────────────┴─────────┴───────────────┘
)");
}

// h = x w is an output, and so is y = h v; all weights are 1 at first
struct TwoOutputs {
  Model model{{.seed = 1}};
  Tensor x{Shape{4, 1}, std::vector<float>{1, 2, -1, 3}};
  Tensor h{Shape{4, 1}};
  Tensor y{Shape{4, 1}, std::vector<float>{1, 1, 1, 1}};
  TwoOutputs() {
    const auto input = model.input({1}, "x");
    const DenseOptions line{.use_bias = false, .kernel_initializer = "ones"};
    const auto first = model.call(named("h", line), {input});
    model.set_outputs({first, model.call(named("y", line), {first})});
  }
  static Component named(const char* name, DenseOptions options) {
    options.name = name;
    return Dense(1, options);
  }
  void compile() {
    model.compile({.optimizer = {"sgd", {{"learning_rate", 0.1}}},
                   .loss = "mse",
                   .outputs = {{"h", {.loss_weight = 0.5, .metrics = {"mae"}}}}});
  }
  [[nodiscard]] Targets targets() const { return {h.view(), y.view()}; }
};

TEST(Outputs, ANodeThatIsAnOutputAndFeedsAnotherReceivesBothGradients) {
  TwoOutputs two;
  two.compile();
  // loss = 0.5 mean(x^2) + mean((x - 1)^2) at w = v = 1
  EXPECT_NEAR(two.model.train_on_batch(two.x, two.targets()), 0.5 * 15 / 4 + 9.0 / 4, 1e-6);
  // d / dw = 0.5 * 2 mean(x^2) + 2 mean((x - 1) x), d / dv = 2 mean((x - 1) x)
  EXPECT_NEAR(two.model.get_weights()[0].data()[0], 1 - 0.1 * (15.0 / 4 + 2 * 10.0 / 4), 1e-6);
  EXPECT_NEAR(two.model.get_weights()[1].data()[0], 1 - 0.1 * 2 * 10.0 / 4, 1e-6);
}

TEST(Outputs, LogsAreNamedAfterTheirOutput) {
  TwoOutputs two;
  two.compile();
  EXPECT_THAT(two.model.output_names(), ElementsAre("h", "y"));
  const History history =
      two.model.fit(two.x, two.targets(), {.validation_data = ValidationData{two.x, two.targets()}});
  EXPECT_THAT(history.names(),
              ElementsAre("h_loss", "h_mae", "loss", "val_h_loss", "val_h_mae", "val_loss", "val_y_loss", "y_loss"));
}

TEST(Outputs, ACheckpointInTheMiddleOfAnEpochKeepsTheSumsOfEach) {
  TwoOutputs two;
  two.compile();
  std::vector<std::string> checkpoints;
  const History expected = two.model.fit(
      two.x, two.targets(), {.batch_size = 1, .epochs = 2, .after_batch = [&](FitState& state, std::int64_t) {
                               checkpoints.push_back(state.model.to_bytes(true));
                             }});
  for (const std::string& bytes : checkpoints) {
    Model resumed = Model::from_bytes(bytes);
    EXPECT_EQ(resumed.fit(two.x, two.targets(), {.batch_size = 1, .epochs = 2}).to_json(), expected.to_json());
    EXPECT_EQ(resumed.to_bytes(), two.model.to_bytes());
  }
}

TEST(Outputs, TheOnlyOutputMayBeNamedToo) {
  Sequential model;
  model.add(Dense(1, {.name = "last"}));
  model.compile({.outputs = {{"last", {.loss = "mse", .metrics = {"mae"}}}}});
  EXPECT_THAT(model.fit(Tensor({4, 2}), Tensor({4, 1})).names(), ElementsAre("loss", "mae"));
}

TEST(Outputs, WhatDoesNotFitIsRefused) {
  TwoOutputs two;
  const auto reason = [&](const std::function<void()>& call) -> std::string {
    try {
      call();
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const auto compiled = [&](const CompileOptions& options) { return reason([&] { two.model.compile(options); }); };
  EXPECT_THAT(compiled({.loss = "mse", .metrics = {"mae"}}), HasSubstr("metrics for a model of 2 outputs"));
  EXPECT_THAT(compiled({.loss = "mse", .outputs = {{"hh", {}}}}), HasSubstr("Did you mean 'h'?"));
  EXPECT_EQ(compiled({.outputs = {{"h", {.loss = "mse"}}}}), "accepted");
  EXPECT_THAT(reason([&] { (void)two.model.evaluate(two.x, two.targets()); }),
              HasSubstr("without a loss for the output of layer 'y'"));
  two.compile();
  EXPECT_THAT(reason([&] { (void)two.model.fit(two.x, two.y); }), HasSubstr("1 arrays of targets for 2 outputs"));
  EXPECT_THAT(reason([&] {
                (void)two.model.fit(two.x, {two.h.view(), two.y.slice(0, 3)});
              }),
              HasSubstr("4 samples and targets of shape (3, 1)"));
  EXPECT_THAT(reason([&] {
                (void)two.model.fit(two.x, two.targets(), {.class_weight = {{0, 2.0F}}});
              }),
              HasSubstr("class_weight for a model of several outputs"));
  EXPECT_THAT(reason([&] { (void)two.model.predict(two.x); }), HasSubstr("Call predict_outputs"));
  EXPECT_THAT(reason([&] { two.model.set_outputs({1, 1}); }), HasSubstr("node 1 is an output twice"));
  EXPECT_THAT(reason([&] { two.model.set_outputs({9}); }), HasSubstr("there is no node number 9"));
  two.model.set_outputs({2});
  EXPECT_THAT(reason([&] { (void)two.model.fit(two.x, two.y); }), HasSubstr("Call compile again"));
  Model shared;
  const auto layer = shared.add_layer(Dense(1));
  const auto a = shared.input({1});
  const auto b = shared.input({1});
  shared.set_outputs({shared.call(layer, std::vector{a}), shared.call(layer, std::vector{b})});
  EXPECT_THAT(reason([&] { shared.compile({.loss = "mse"}); }), HasSubstr("two outputs are named 'dense'"));
}

}  // namespace
}  // namespace vernier::nn
