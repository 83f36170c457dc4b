// A steady training step takes no memory from the heap: the two networks of the benchmarks through fit, then every
// optimizer, schedule, loss, metric, activation and regularizer; every layer is tried in tests/contract.
#include <gtest/gtest.h>

#include <malloc.h>

#include <map>

#include "tests/support/allocations.hpp"
#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/layers/normalization.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

// Allocations of the batches of one epoch of fit, the first three left out, and of the same number of lone steps.
void expect_no_allocations(Sequential model, Index features, Index batch, Index classes, std::size_t threads = 1) {
  if (!counts_allocations) GTEST_SKIP() << "the sanitizer replaces malloc";
  const Index samples = batch * 10 + 3;  // the last batch is short
  Tensor x({samples, features});
  Tensor y({samples, 1});
  Rng rng(1);
  for (float& value : x.values()) value = static_cast<float>(rng.uniform());
  for (float& value : y.values()) value = static_cast<float>(rng.below(static_cast<std::uint64_t>(classes)));
  class Counter : public Callback {
   public:
    void on_batch_end(FitState& state, std::int64_t, double) override { counting = state.epoch > 0; }
    void on_epoch_end(FitState&, Logs&) override { counting = false; }
  };
  allocations = 0;
  std::vector<float> weights(static_cast<std::size_t>(samples), 0.5F);
  (void)model.fit(x, y,
                  {.batch_size = batch,
                   .epochs = 3,
                   .sample_weight = weights,
                   .threads = threads,
                   .callbacks = {std::make_shared<Counter>()}});
  // what remains is the writing of the epoch's logs, once an epoch: counted apart by a fit of twice the batches
  const long of_ten = allocations;
  allocations = 0;
  Tensor x2({2 * samples, features});
  Tensor y2({2 * samples, 1});
  std::vector<float> weights2(static_cast<std::size_t>(2 * samples), 0.5F);
  (void)model.fit(x2, y2,
                  {.batch_size = batch,
                   .epochs = 3,
                   .sample_weight = weights2,
                   .threads = threads,
                   .callbacks = {std::make_shared<Counter>()}});
  EXPECT_EQ(allocations, of_ten) << "allocations grow with the number of batches";
  const long of_steps = allocations_of([&] {
    for (Index k = 0; k < 10; ++k)
      (void)model.train_on_batch(x.slice(k * batch, (k + 1) * batch), y.slice(k * batch, (k + 1) * batch));
  });
  EXPECT_EQ(of_steps, 0);
}

TEST(Allocations, TheCounterCounts) {
  if (!counts_allocations) GTEST_SKIP() << "the sanitizer replaces malloc";
  EXPECT_EQ(allocations_of([] {
              const auto one = std::make_unique<int>(1);
              Tensor two({4});
            }),
            2);
}

TEST(Allocations, TheNetworkOfTheDocumentTakesNone) {
  Sequential model;
  model.add(Input({100})).add(Dense(64, {.activation = "relu"})).add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  expect_no_allocations(std::move(model), 100, 32, 2);
}

TEST(Allocations, AWideNetworkOfTenClassesTakesNone) {
  for (const std::size_t threads : {1U, 2U}) {
    Sequential model;
    model.add(Input({784})).add(Dense(512, {.activation = "relu"})).add(Dense(10, {.activation = "softmax"}));
    model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
    expect_no_allocations(std::move(model), 784, 128, 10, threads);
  }
}

TEST(Allocations, TwoOutputsTakeNone) {
  if (!counts_allocations) GTEST_SKIP() << "the sanitizer replaces malloc";
  Model model;
  const auto hidden = model.call(Dense(8, {.activation = "relu"}), {model.input({4})});
  model.set_outputs({hidden, model.call(Dense(3, {.activation = "softmax", .name = "kind"}), {hidden})});
  model.compile({.loss = "mse", .outputs = {{"kind", {.loss = "crossentropy", .metrics = {"accuracy"}}}}});
  const Tensor x({6, 4});
  const Tensor y({6, 8});
  const Tensor kind({6, 1});
  const auto step = [&] { (void)model.train_on_batch(x, {y.view(), kind.view()}); };
  step();
  EXPECT_EQ(allocations_of(step), 0);
}

// Weighted steps of two batch sizes after the first of each, under these parts; the targets are class ids or, for three
// outputs, three numbers a sample.
void expect_steady(const DenseOptions& hidden, const CompileOptions& compile, bool class_ids = false) {
  if (!counts_allocations) GTEST_SKIP() << "the sanitizer replaces malloc";
  Sequential model;
  model.add(Input({4})).add(Dense(6, hidden)).add(Dense(3, {.activation = "softmax"}));
  model.compile(compile);
  Tensor x({8, 4});
  Tensor y(class_ids ? Shape{8, 1} : Shape{8, 3});
  Rng rng(1);
  for (float& value : x.values()) value = static_cast<float>(rng.uniform());
  for (float& value : y.values()) value = static_cast<float>(rng.below(2));
  const std::vector<float> weights(8, 0.5F);
  const auto steps = [&] {
    for (const Index samples : {Index{8}, Index{5}, Index{8}}) {
      (void)model.train_on_batch(x.slice(0, samples), y.slice(0, samples),
                                 std::span<const float>(weights).first(static_cast<std::size_t>(samples)));
    }
  };
  steps();
  EXPECT_EQ(allocations_of(steps), 0);
}

TEST(Allocations, EveryOptimizerAndOptionTakesNone) {
  const std::map<std::string, std::vector<Json>> own{
      {"sgd", {{{"momentum", 0.9}}, {{"momentum", 0.9}, {"nesterov", true}}}},
      {"adam", {{{"amsgrad", true}}, {{"use_ema", true}, {"gradient_accumulation_steps", 3}}}},
      {"adamw", {{{"amsgrad", true}}}},
      {"rmsprop", {{{"momentum", 0.9}}, {{"centered", true}}, {{"centered", true}, {"momentum", 0.9}}}}};
  for (const OptimizerInfo* info : optimizers().all()) {
    std::vector<Json> options{
        Json::object(), {{"weight_decay", 0.1}}, {{"clipnorm", 0.1}}, {{"global_clipnorm", 0.1}}, {{"clipvalue", 0.1}}};
    if (const auto more = own.find(info->name); more != own.end()) {
      options.insert(options.end(), more->second.begin(), more->second.end());
    }
    if (info->options.find("optimizer") != nullptr) options = {{{"optimizer", "adam"}}};
    for (const Json& option : options) {
      SCOPED_TRACE(info->name + option.dump());
      expect_steady({.activation = "relu"}, {.optimizer = {info->name, option}, .loss = "mse"});
    }
  }
}

TEST(Allocations, EveryScheduleTakesNone) {
  for (const ScheduleInfo* info : schedules().all()) {
    if (info->name == "step_decay") continue;  // counts in epochs; it is an exponential decay
    Json options{{"initial_learning_rate", 0.1}, {"decay_steps", 3}};
    if (info->name == "constant") options = {{"value", 0.1}};
    if (info->name == "exponential_decay" || info->name == "inverse_time_decay") options["decay_rate"] = 0.5;
    if (info->name == "cosine_decay_restarts") options = {{"initial_learning_rate", 0.1}, {"first_decay_steps", 3}};
    if (info->name == "piecewise_constant_decay") options = {{"boundaries", {2}}, {"values", {0.1, 0.01}}};
    if (info->name == "one_cycle") options = {{"max_learning_rate", 0.1}, {"total_steps", 9}};
    if (info->name == "warmup") options = {{"schedule", 0.1}, {"warmup_steps", 3}};
    SCOPED_TRACE(info->name);
    const Json rate{{info->name, options}};
    expect_steady({.activation = "relu"}, {.optimizer = {"sgd", {{"learning_rate", rate}}}, .loss = "mse"});
  }
}

TEST(Allocations, EveryLossTakesNone) {
  for (const LossInfo* info : losses().all()) {
    const bool class_ids = info->name.starts_with("sparse");
    for (const char* option : {"", "from_logits", "ignore_class", "apply_class_balancing"}) {
      Json options = Json::object();
      if (const OptionSpec* known = info->options.find(option)) {
        options[option] = known->name == "ignore_class" ? Json(1) : Json(true);
      } else if (*option != '\0') {
        continue;
      }
      SCOPED_TRACE(info->name + options.dump());
      // a loss is also a metric
      const Component loss{info->name, options};
      expect_steady({}, {.optimizer = "sgd", .loss = loss, .metrics = {loss}, .weighted_metrics = {loss}}, class_ids);
    }
  }
}

TEST(Allocations, EveryMetricTakesNone) {
  for (const MetricInfo* info : metrics().all()) {
    SCOPED_TRACE(info->name);
    const bool class_ids = info->name.starts_with("sparse");
    Component metric = info->name;
    for (const OptionSpec& option : info->options.rows()) {
      if (option.required) metric.options[option.name] = 0.5;
    }
    expect_steady({},
                  {.optimizer = "sgd",
                   .loss = class_ids ? "sparse_categorical_crossentropy" : "mse",
                   .metrics = {metric},
                   .weighted_metrics = {metric}},
                  class_ids);
  }
}

TEST(Allocations, EveryActivationAndRegularizerTakesNone) {
  for (const ActivationInfo* info : activations().all()) {
    SCOPED_TRACE(info->name);
    const Json options = info->name == "threshold" ? Json{{"threshold", 0.1}, {"default_value", 0.0}} : Json::object();
    expect_steady({.activation = {info->name, options}}, {.optimizer = "sgd", .loss = "mse"});
  }
  for (const RegularizerInfo* info : regularizers().all()) {
    SCOPED_TRACE(info->name);
    expect_steady({.kernel_regularizer = info->name, .activity_regularizer = info->name},
                  {.optimizer = "sgd", .loss = "mse"});
  }
}

TEST(Allocations, AdaptKeepsNoBuffersOfTheSizeOfTheData) {
  if (!counts_allocations) GTEST_SKIP() << "the sanitizer replaces malloc";
  Sequential model;
  model.add(Input({2})).add(Normalization()).add(Dense(64));
  model.build();
  const Tensor x({20000, 2});
  const auto in_use = [] {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  const std::size_t before = in_use();
  model.adapt(x);
  EXPECT_LT(in_use(), before + 100000);  // one output of all samples has 5 MB
}

}  // namespace
}  // namespace vernier::nn
