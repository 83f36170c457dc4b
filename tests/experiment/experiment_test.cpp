#include "vernier/experiment/experiment.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr const char* digits = R"(
data: {path: digits.csv, target: digit, test: 0.2}
model:
  - repeat: {min: 1, max: 3, name: layers}
    block:
      - dense: {units: {min: 16, max: 512, log: true}, activation: {values: [relu, tanh, gelu]}}
      - dropout: {rate: {min: 0, max: 0.5}}
  - dense: {units: 10, activation: softmax}
compile:
  optimizer:
    choose:
      - adam: {learning_rate: {exponential_decay: {initial_learning_rate: {min: 1.0e-4, max: 1.0e-1, log: true}, decay_steps: 100, decay_rate: {min: 0.8, max: 1}}}}
      - sgd: {learning_rate: {min: 1.0e-3, max: 1, log: true}, momentum: {min: 0.0, max: 0.99}}
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
fit:
  batch_size: {values: [16, 32, 64]}
  epochs: 100
  validation_split: 0.2
  callbacks: [{early_stopping: {monitor: val_loss, patience: 5}}]
objective: {metric: val_accuracy, direction: maximize}
study: {sampler: auto, trials: 100}
)";

Experiment from_text(std::string_view text) { return experiment_from_json(yaml_to_json(text, "test"), "test", "."); }

std::string message(std::string_view text) {
  try {
    (void)from_text(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::vector<std::string> names(const SearchSpace& space) {
  std::vector<std::string> result;
  for (const Parameter& parameter : space.parameters()) result.push_back(parameter.name);
  return result;
}

TEST(Experiment, FindsParametersUnderShortNames) {
  const Experiment experiment = from_text(digits);
  EXPECT_THAT(names(experiment.space),
              testing::ElementsAre("layers", "layers[0].units", "layers[0].activation", "layers[0].rate",
                                   "layers[1].units", "layers[1].activation", "layers[1].rate", "layers[2].units",
                                   "layers[2].activation", "layers[2].rate", "optimizer", "initial_learning_rate",
                                   "decay_rate", "learning_rate", "momentum", "batch_size"));
  EXPECT_EQ(experiment.space.find("layers[2].units")->when->text(), "layers > 2");
  EXPECT_EQ(experiment.space.find("momentum")->when->text(), "optimizer == 'sgd'");
  EXPECT_FALSE(experiment.space.find("layers[0].units")->when.has_value());
}

TEST(Experiment, IsReadAgainFromWhatItWrites) {
  const Experiment once = from_text(std::string(digits) + "constraints: [layers <= 2]\n");
  const Experiment again = experiment_from_json(to_json(once), "test", ".");
  EXPECT_EQ(again.space, once.space);
  EXPECT_EQ(again.source, once.source);
  EXPECT_EQ(again.data, once.data);
  EXPECT_EQ(again.study, once.study);
  EXPECT_EQ(again.goal.metric, "val_accuracy");
  EXPECT_EQ(to_json(again), to_json(once));
}

TEST(Experiment, TheOptionTableDecidesTheType) {
  const Experiment experiment = from_text(digits);
  EXPECT_EQ(experiment.space.find("layers[0].rate")->distribution.kind(), Distribution::Kind::real);
  EXPECT_EQ(experiment.space.find("decay_rate")->distribution.kind(), Distribution::Kind::real);
  EXPECT_EQ(experiment.space.find("layers[0].units")->distribution.kind(), Distribution::Kind::integer);
  EXPECT_EQ(experiment.space.find("batch_size")->distribution.kind(), Distribution::Kind::ordinal);
}

TEST(Experiment, ConfigureFillsChosenPartsAlone) {
  const Experiment experiment = from_text(digits);
  const ParamMap params{
      {"layers", std::int64_t{1}}, {"layers[0].units", std::int64_t{48}}, {"layers[0].activation", std::string("gelu")},
      {"layers[0].rate", 0.25},    {"optimizer", std::string("sgd")},     {"learning_rate", 0.1},
      {"momentum", 0.9},           {"batch_size", std::int64_t{64}}};
  experiment.space.check(params, "test");
  const Configuration concrete = experiment.configure(params);
  EXPECT_EQ(concrete.model, Json::parse(R"([{"dense":{"units":48,"activation":"gelu"}},{"dropout":{"rate":0.25}},
                                            {"dense":{"units":10,"activation":"softmax"}}])"));
  EXPECT_EQ(concrete.compile["optimizer"], Json::parse(R"({"sgd":{"learning_rate":0.1,"momentum":0.9}})"));
  EXPECT_EQ(concrete.fit["batch_size"], 64);
}

TEST(Experiment, EverySampleCanBeConfigured) {
  const Experiment experiment = from_text(digits);
  Rng rng(3);
  for (int i = 0; i < 200; ++i) {
    const auto params = experiment.space.sample(rng);
    ASSERT_TRUE(params);
    const Configuration concrete = experiment.configure(*params);
    const auto layers = static_cast<std::size_t>(std::get<std::int64_t>(params->at("layers")));
    EXPECT_EQ(concrete.model.size(), 2 * layers + 1);
  }
}

TEST(Experiment, SharedBlocksHaveOneParameter) {
  const Experiment experiment = from_text(R"(
model:
  - repeat: {min: 0, max: 3, name: layers}
    shared: true
    block: [dense: {units: {min: 4, max: 8}}]
  - dense: 1
compile: {optimizer: adam, loss: mse}
)");
  EXPECT_THAT(names(experiment.space), testing::ElementsAre("layers", "units"));
  EXPECT_EQ(experiment.space.find("units")->when->text(), "layers > 0");
  EXPECT_EQ(experiment.configure({{"layers", std::int64_t{2}}, {"units", std::int64_t{5}}}).model,
            Json::parse(R"([{"dense":{"units":5}},{"dense":{"units":5}},{"dense":{"units":1}}])"));
  EXPECT_EQ(experiment.configure({{"layers", std::int64_t{0}}}).model, Json::parse(R"([{"dense":{"units":1}}])"));
}

TEST(Experiment, NestedRepeatsAndLayerChoices) {
  const Experiment experiment = from_text(R"(
model:
  - repeat: {min: 1, max: 2, name: blocks}
    block:
      - repeat: {min: 1, max: 2, name: layers}
        block: [dense: {units: {min: 4, max: 8}}]
      - choose: [batch_normalization, none]
        name: norm
  - dense: 1
compile: {optimizer: adam, loss: mse}
)");
  EXPECT_EQ(experiment.space.find("blocks[1].layers[1].units")->when->text(), "blocks > 1 and blocks[1].layers > 1");
  EXPECT_NE(experiment.space.find("blocks[0].norm"), nullptr);
}

TEST(Experiment, OneNameAtSeveralPlacesIsOneParameter) {
  const Experiment experiment = from_text(R"(
model: [dense: 1]
compile:
  optimizer:
    choose:
      - adam: {learning_rate: {min: 1.0e-4, max: 1.0e-2, log: true, name: rate}}
      - sgd: {learning_rate: {min: 1.0e-4, max: 1.0e-2, log: true, name: rate}, momentum: {min: 0.0, max: 0.9}}
      - rmsprop: {learning_rate: 0.001}
  loss: mse
)");
  EXPECT_THAT(names(experiment.space), testing::ElementsAre("optimizer", "rate", "momentum"));
  EXPECT_EQ(experiment.space.find("rate")->when->text(), "optimizer == 'adam' or optimizer == 'sgd'");
  const Configuration concrete =
      experiment.configure({{"optimizer", std::string("sgd")}, {"rate", 0.001}, {"momentum", 0.5}});
  EXPECT_EQ(concrete.compile["optimizer"], Json::parse(R"({"sgd":{"learning_rate":0.001,"momentum":0.5}})"));
}

TEST(Experiment, TimesMultipliesAValueWhereItStands) {
  const Experiment experiment = from_text(R"(
model: [dense: {units: 1}]
compile:
  loss: mse
  optimizer:
    sgd:
      learning_rate: {min: 0.1, max: 1.0, name: rate, times: "(batch_size / 32) ** 0.5"}
      weight_decay: {min: 0.1, max: 1.0, name: rate}
fit: {batch_size: {values: [8, 32, 128]}}
)");
  ASSERT_EQ(experiment.space.size(), 2U);
  const Json sgd = experiment.configure({{"rate", 0.3}, {"batch_size", std::int64_t{128}}}).compile["optimizer"]["sgd"];
  EXPECT_DOUBLE_EQ(sgd["learning_rate"].get<double>(), 0.6);
  EXPECT_DOUBLE_EQ(sgd["weight_decay"].get<double>(), 0.3) << "the same parameter elsewhere";
}

TEST(Experiment, ARangeMayHaveAPrior) {
  const Experiment experiment =
      from_text("model: [dense: {units: {min: 4, max: 64, prior: 8, prior_confidence: high}}]\ncompile: {loss: mse}");
  ASSERT_TRUE(experiment.space.find("units")->prior.has_value());
  EXPECT_EQ(experiment.space.find("units")->prior->value, ParamValue(std::int64_t{8}));
}

TEST(Experiment, TimesIsAnExpressionOverParametersForRealNumbers) {
  const auto with = [](std::string_view times, std::string_view batch) {
    return fmt::format(
        "model: [dense: {{units: 1}}]\ncompile: {{loss: mse, optimizer: {{sgd: {{learning_rate: {{min: 0.1, max: "
        "1.0{}}}}}}}}}\n"
        "fit: {{batch_size: {{values: [8, 32]{}}}}}",
        times, batch);
  };
  EXPECT_EQ(message(with(", times: batch_size / 32", "")), "no error");
  EXPECT_THAT(message(with(", times: batch_sise / 32", "")), testing::HasSubstr("Did you mean 'batch_size'?"));
  EXPECT_THAT(message(with(", times: batch_size /", "")), testing::HasSubstr("expected a number"));
  EXPECT_THAT(message(with(", times: 3", "")), testing::HasSubstr("learning_rate: times is 3"));
  EXPECT_THAT(message(with("", ", times: learning_rate")), testing::HasSubstr("in the range of a real number"));
}

TEST(Experiment, PartsHoldPartsToAnyDepth) {
  const Experiment experiment = from_text(R"(
model: [dense: 1]
compile:
  optimizer:
    choose:
      - lookahead:
          k: {min: 2, max: 10}
          optimizer:
            choose:
              - adam: {use_ema: true, ema_momentum: {min: 0.9, max: 0.999}}
              - muon: {exclude_layers: [head]}
            name: inner
      - schedule_free_adamw: {learning_rate: {warmup: {schedule: {one_cycle: {max_learning_rate: {min: 1.0e-3, max: 0.1, log: true}}}, warmup_epochs: 2}}}
      - sam: sgd
  loss: mse
)");
  EXPECT_THAT(names(experiment.space),
              testing::ElementsAre("optimizer", "k", "inner", "ema_momentum", "max_learning_rate"));
  EXPECT_EQ(experiment.space.find("inner")->when->text(), "optimizer == 'lookahead'");
  EXPECT_EQ(experiment.space.find("ema_momentum")->when->text(), "optimizer == 'lookahead' and inner == 'adam'");
  const auto optimizer = [&](const ParamMap& params) { return experiment.configure(params).compile["optimizer"]; };
  EXPECT_EQ(optimizer({{"optimizer", std::string("lookahead")},
                       {"k", std::int64_t{5}},
                       {"inner", std::string("adam")},
                       {"ema_momentum", 0.95}}),
            Json::parse(R"({"lookahead":{"k":5,"optimizer":{"adam":{"use_ema":true,"ema_momentum":0.95}}}})"));
  EXPECT_EQ(optimizer({{"optimizer", std::string("schedule_free_adamw")}, {"max_learning_rate", 0.01}}),
            Json::parse(R"({"schedule_free_adamw":{"learning_rate":
                {"warmup":{"schedule":{"one_cycle":{"max_learning_rate":0.01}},"warmup_epochs":2}}}})"));
  EXPECT_EQ(optimizer({{"optimizer", std::string("sam")}}), Json::parse(R"({"sam":{"optimizer":"sgd"}})"));
}

TEST(Experiment, ANameInEveryAlternativeIsAlwaysActive) {
  const Experiment experiment = from_text(R"(
model: [dense: 1]
compile:
  optimizer:
    choose:
      - adam: {learning_rate: {min: 1.0e-4, max: 1.0e-2, log: true, name: rate}}
      - sgd: {learning_rate: {min: 1.0e-4, max: 1.0e-2, log: true, name: rate}}
  loss: mse
)");
  EXPECT_FALSE(experiment.space.find("rate")->when.has_value());
}

TEST(Experiment, OutputsHaveParametersOfTheirOwn) {
  const Experiment experiment = from_text(R"(
model:
  - dense: 8
    as: h
  - dense: 1
    as: price
  - dense: {units: 3, activation: softmax}
    of: h
    as: kind
  - outputs: [price, kind]
compile:
  outputs:
    price: {loss: {huber: {delta: {min: 0.5, max: 2}}}, loss_weight: {min: 0.1, max: 10, log: true}}
    kind:
      loss: {choose: [sparse_categorical_crossentropy, categorical_crossentropy]}
      loss_weight: {min: 0.1, max: 10, log: true}
)");
  EXPECT_THAT(names(experiment.space),
              testing::UnorderedElementsAre("delta", "price.loss_weight", "loss", "kind.loss_weight"));
  const Configuration filled = experiment.configure(
      {{"delta", 1.5}, {"price.loss_weight", 3.0}, {"loss", "categorical_crossentropy"}, {"kind.loss_weight", 0.2}});
  EXPECT_EQ(filled.compile["outputs"], Json::parse(R"({"price": {"loss": {"huber": {"delta": 1.5}}, "loss_weight": 3.0},
                            "kind": {"loss": "categorical_crossentropy", "loss_weight": 0.2}})"));
  EXPECT_EQ(filled.model.back(), Json::parse(R"({"outputs": ["price", "kind"]})"));
}

TEST(Experiment, MessagesNameThePlace) {
  EXPECT_THAT(message("model: [dens: 3]\ncompile: {loss: mse}"),
              testing::HasSubstr("model.dens: unknown layer 'dens'"));
  EXPECT_THAT(message("model: [dens: 3]\ncompile: {loss: mse}"), testing::HasSubstr("Did you mean 'dense'?"));
  EXPECT_THAT(message("model: [dense: {unit: 3}]\ncompile: {loss: mse}"), testing::HasSubstr("Did you mean 'units'?"));
  EXPECT_THAT(message("model: [dense: 3]\ncompile: {optimizer: adan, loss: mse}"),
              testing::HasSubstr("compile.optimizer.adan"));
  EXPECT_THAT(message("model: [dense: 3]\ncompile: {loss: mse}\nfti: {}"), testing::HasSubstr("Did you mean 'fit'?"));
  EXPECT_THAT(message("model: [dense: 3]"), testing::HasSubstr("'compile' is missing"));
  EXPECT_THAT(message("model: [dropout: {rate: {min: 0, max: 2}}, dense: 1]\ncompile: {loss: mse}"),
              testing::HasSubstr("leaves what 'rate' may be"));
  EXPECT_THAT(message("model: []\ncompile: {loss: mse}"), testing::HasSubstr("list of layers"));
  EXPECT_THAT(message("model: [dense: 3]\ncompile: {}"), testing::HasSubstr("compile has no loss"));
  EXPECT_THAT(message("model: [dense: 3]\ncompile: {outputs: {a: {los: mse}}}"),
              testing::AllOf(testing::HasSubstr("compile.outputs.a"), testing::HasSubstr("Did you mean 'loss'?")));
  EXPECT_THAT(message("model: [dense: 3]\ncompile: {outputs: {a: {metrics: [acuracy]}}}"),
              testing::HasSubstr("Did you mean 'accuracy'?"));
  EXPECT_THAT(message("model: [dense: 3]\ncompile: {outputs: [a]}"), testing::HasSubstr("compile.outputs is [\"a\"]"));
  EXPECT_THAT(message("model: [{dense: 3}, {outputs: [a], call: b}]\ncompile: {loss: mse}"),
              testing::HasSubstr("unknown key 'call'"));
  EXPECT_THAT(message("model: [repeat: {min: 3, max: 1}, block: [dense: 1]]\ncompile: {loss: mse}"),
              testing::HasSubstr("repeat is"));
}

}  // namespace
}  // namespace vernier
